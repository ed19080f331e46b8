import { KIND_WEIGHTS } from '../models/kind-weights.ts';
import type { BasketConfig } from '../models/basket-association.ts';
import type { TransitionsConfig } from '../models/item-transitions.ts';
import type { PopularityConfig } from '../models/popularity.ts';
import type { RepeatConfig } from '../models/repeat.ts';
import type { SessionKnnConfig } from '../models/session-knn-config.ts';
import type { TwoStepsConfig } from '../models/two-steps.ts';

/** Hyper-parameters of the count sources; saved with the artifact. */
export interface SourcesConfig {
  readonly popularity: PopularityConfig;
  readonly trending: PopularityConfig;
  readonly repeat: RepeatConfig;
  readonly transitions: TransitionsConfig;
  readonly lastItem: TransitionsConfig;
  readonly cameBefore: TransitionsConfig;
  readonly sameVisit: TransitionsConfig;
  readonly twoSteps: TwoStepsConfig;
  readonly sessionKnn: SessionKnnConfig;
  readonly customerKnn: SessionKnnConfig;
  readonly sharpKnn: SessionKnnConfig;
  readonly boughtTogether: BasketConfig;
}

/** Clicks: order matters and the newest item says most. Tuned on public click sessions. */
const CLICK_TRANSITIONS: TransitionsConfig = {
  name: 'transitions',
  window: 10,
  windowDecay: 4,
  forward: 1,
  backward: 0.6,
  rowPower: 0.6,
  popularityPower: 0.3,
  historyMost: 20,
  historyDecay: 2.8,
  kindPower: 0,
  rowMost: 400,
};
const CLICK_KNN: SessionKnnConfig = {
  name: 'session-knn',
  unit: 'visit',
  neighbours: 500,
  queryMost: 30,
  queryDecay: 2,
  lengthPower: 0.25,
  recency: 0,
  similarityPower: 1,
  rarityPower: 2,
  afterDecay: 3,
  beforeDecay: 6,
  beforeWeight: 0.7,
  repeatWeight: 2,
  popularityPower: 0.15,
  kindPower: 0,
  postingsMost: 500,
  lengthMost: 100,
};

/** Orders: items of one basket come in no order, and the whole last order says what comes next. */
const ORDER_TRANSITIONS: TransitionsConfig = {
  ...CLICK_TRANSITIONS,
  rowPower: 0.5,
  popularityPower: 0.2,
  historyMost: 60,
  historyDecay: 20,
};
const ORDER_KNN: SessionKnnConfig = {
  ...CLICK_KNN,
  queryDecay: 20,
  rarityPower: 1,
  afterDecay: 20,
  beforeDecay: 20,
  beforeWeight: 1,
  repeatWeight: 1.5,
  popularityPower: 0,
};

const SHARED = {
  popularity: { name: 'popularity', halfLifeDays: 365, kindWeights: KIND_WEIGHTS },
  trending: { name: 'trending', halfLifeDays: 14, kindWeights: KIND_WEIGHTS },
  repeat: { name: 'repeat', visitDecay: 10, historyMost: 1_000, kindWeights: KIND_WEIGHTS },
  lastItem: {
    ...CLICK_TRANSITIONS,
    name: 'last-item',
    window: 2,
    windowDecay: 1,
    popularityPower: 0.1,
    historyMost: 3,
    historyDecay: 0.5,
  },
  customerKnn: {
    ...ORDER_KNN,
    name: 'customer-knn',
    unit: 'customer',
    queryMost: 100,
    queryDecay: 50,
    afterDecay: 50,
    beforeDecay: 50,
  },
  cameBefore: {
    ...CLICK_TRANSITIONS,
    name: 'came-before',
    window: 20,
    windowDecay: 3,
    forward: 0,
    backward: 1,
    rowPower: 0.5,
    historyDecay: 4,
  },
  sameVisit: {
    ...CLICK_TRANSITIONS,
    name: 'same-visit',
    window: 60,
    windowDecay: 60,
    backward: 1,
    rowPower: 0.5,
    popularityPower: 0.5,
    historyDecay: 10,
  },
  twoSteps: {
    name: 'two-steps',
    step: {
      window: 5,
      windowDecay: 2,
      forward: 1,
      backward: 0.6,
      rowPower: 0.7,
      popularityPower: 0.3,
      historyMost: 20,
      historyDecay: 2,
      kindPower: 0,
    },
    stepMost: 40,
    rowMost: 400,
  },
  sharpKnn: {
    ...CLICK_KNN,
    name: 'sharp-knn',
    queryDecay: 0.5,
    afterDecay: 1,
    beforeDecay: 1,
    similarityPower: 1.5,
  },
  boughtTogether: { name: 'bought-together', shrink: 10, reach: 60, rowMost: 400 },
} as const satisfies Partial<SourcesConfig>;

/** The shapes a shop's data can have; training tries each and keeps the better one. */
export const SOURCES_PRESETS: Readonly<Record<'clicks' | 'orders', SourcesConfig>> = {
  clicks: { ...SHARED, transitions: CLICK_TRANSITIONS, sessionKnn: CLICK_KNN },
  orders: { ...SHARED, transitions: ORDER_TRANSITIONS, sessionKnn: ORDER_KNN },
};

/** The power by which kinds of interactions count, in every source of a family. */
export function withKindPowers(
  config: SourcesConfig,
  powers: { readonly transitions: number; readonly knn: number },
): SourcesConfig {
  const weighted = <T extends object>(source: T, kindPower: number): T => ({ ...source, kindPower });
  return {
    ...config,
    transitions: weighted(config.transitions, powers.transitions),
    lastItem: weighted(config.lastItem, powers.transitions),
    cameBefore: weighted(config.cameBefore, powers.transitions),
    sameVisit: weighted(config.sameVisit, powers.transitions),
    twoSteps: { ...config.twoSteps, step: weighted(config.twoSteps.step, powers.transitions) },
    sessionKnn: weighted(config.sessionKnn, powers.knn),
    customerKnn: weighted(config.customerKnn, powers.knn),
    sharpKnn: weighted(config.sharpKnn, powers.knn),
  };
}
