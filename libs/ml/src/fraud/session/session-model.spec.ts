import { beforeAll, describe, expect, it } from '@jest/globals';
import { Event, type EventType } from '#contracts';
import { ArtifactError } from '../../artifact/artifact-error.ts';
import { packArrays } from '../../artifact/arrays.ts';
import { rocAuc } from '../../evaluation/classification.ts';
import { metricOf } from '../../evaluation/model-evaluation.ts';
import { Random } from '../../random.ts';
import { openTensorFlow } from '../../tensorflow/open-tensorflow.ts';
import type { TensorFlow } from '../../tensorflow/tensorflow.ts';
import type { LabelledSession } from './labelled-session.ts';
import { SessionEncoder } from './session-encoder.ts';
import { readSessionModel } from './session-model.ts';
import { SessionRun } from './session-run.ts';
import { trainSessionModel, type TrainedSessionModel } from './train-session-model.ts';

const AT = Date.UTC(2026, 10, 1);
const mug = { itemId: 'mug', quantity: 1, priceMinor: 1_500 };
const hashOf = (number: number) => number.toString(16).padStart(32, '0');

type Step = readonly [type: EventType, fields?: Readonly<Record<string, unknown>>];

const view: Step = ['product_viewed', { item: { itemId: 'mug' } }];
const cart: Step = ['product_added', { item: mug }];
const login: Step = ['logged_in'];
const failedLogin: Step = ['login_failed'];
const order = (amountMinor: number): Step => [
  'order_completed',
  { orderId: 'o', items: [mug], totalMinor: amountMinor, currency: 'GBP' },
];
const payment = (status: 'declined' | 'authorised', card: number, amountMinor: number): Step => [
  'payment_attempted',
  { status, cardHash: hashOf(card), amountMinor, currency: 'GBP' },
];

/** The rows of steps that are 1 to 60 seconds apart. */
function rowsOf(steps: readonly Step[], random: Random): readonly Float32Array[] {
  const encoder = new SessionEncoder();
  let atMs = AT;
  return steps.flatMap(([type, fields], i) => {
    atMs += 1_000 * (1 + random.integer(60));
    const event = Event.parse({
      ...{ type, eventId: `e${i}`, schemaVersion: 1, shopId: 'demo', userId: 'ann' },
      ...{ eventTime: atMs, sentAt: atMs, receivedAt: atMs, source: 'http', context: {} },
      ...{ consent: { analytics: true, personalisation: true }, ...fields },
    });
    return encoder.next(event) ?? [];
  });
}

const times = (count: number, step: Step): readonly Step[] => Array.from({ length: count }, () => step);

/** People mistype a password, are declined once, move house; they do not do it all before they buy. */
function goodSession(random: Random): readonly Step[] {
  const amount = 1_000 + random.integer(9_000);
  return [
    ...times(random.integer(3), view),
    ...(random.next() < 0.2 ? [failedLogin] : []),
    ...(random.next() < 0.5 ? [login] : []),
    ...(random.next() < 0.15 ? [['account_updated', { changed: ['address'] }] as const] : []),
    ...times(1 + random.integer(2), cart),
    ...(random.next() < 0.15 ? [payment('declined', 1, amount)] : []),
    ...(random.next() < 0.7 ? [payment('authorised', 1, amount), order(amount)] : []),
  ];
}

const cardTesting = (random: Random): readonly Step[] => [
  ...times(random.integer(2), view),
  ...Array.from({ length: 4 + random.integer(4) }, (_, i) =>
    payment('declined', i, 100 + random.integer(100)),
  ),
];

const takeover = (random: Random): readonly Step[] => [
  ...times(2 + random.integer(3), failedLogin),
  login,
  ...times(random.integer(3), view),
  ['account_updated', { changed: random.next() < 0.5 ? ['address'] : ['email', 'address'] }],
  cart,
  payment('authorised', 1, 30_000),
  order(30_000),
];

/** One in eight is an attack, of either kind in turn. */
function sessionsOf(count: number, random: Random): readonly LabelledSession[] {
  return Array.from({ length: count }, (_, i) => {
    const isAttack = i % 8 === 7;
    const attack = i % 16 === 7 ? cardTesting : takeover;
    return { rows: rowsOf((isAttack ? attack : goodSession)(random), random), isAttack };
  });
}

describe('the model of sessions', () => {
  let tf: TensorFlow;
  let trained: TrainedSessionModel;
  let tensorsLeft: number;

  beforeAll(async () => {
    ({ tf } = await openTensorFlow('cpu'));
    const before = tf.memory().numTensors;
    const found = await trainSessionModel({
      tf,
      sessions: sessionsOf(264, new Random(1)),
      random: new Random(2),
      config: { epochs: 5, batchSize: 32, learningRate: 2e-2 },
    });
    if (found === undefined) throw new Error('33 attacks are enough');
    trained = found;
    tensorsLeft = tf.memory().numTensors - before;
  });

  it('finds card testing and account takeovers it never saw, with probabilities that tell them apart', () => {
    const unseen = sessionsOf(400, new Random(9));
    const probabilities = unseen.map(({ rows }) => trained.model.probability(trained.model.highestOf(rows)));
    const truth = unseen.map(({ isAttack }) => isAttack);
    expect(rocAuc(probabilities, truth)).toBeGreaterThan(0.95);
    const sum = probabilities.reduce((all, each) => all + each, 0);
    expect(sum / unseen.length).toBeGreaterThan(0.06);
    expect(sum / unseen.length).toBeLessThan(0.25);
    const [evaluation] = trained.evaluations;
    expect(evaluation && metricOf(evaluation, 'roc auc')).toBeGreaterThan(0.95);
  });

  it('says the same step by step as of the whole session, and never forgets', () => {
    const { model } = trained;
    const { rows = [] } = sessionsOf(16, new Random(4))[7] ?? {};
    const run = new SessionRun(model);
    const probabilities = rows.map((row) => run.step(row));
    const logits = model.gru.logits(rows);
    expect(probabilities).toEqual(
      rows.map((_, i) => model.probability(Math.max(...logits.subarray(0, i + 1)))),
    );
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => a - b));
    expect(run.rows).toEqual(rows);
  });

  it('names the events that speak for an attack', () => {
    const random = new Random(5);
    const steps = [view, view, ...times(3, payment('declined', 1, 100)), payment('declined', 2, 100)];
    const parts = trained.model.contributions(rowsOf(steps, random));
    expect(parts.indexOf(Math.max(...parts))).toBeGreaterThanOrEqual(2);
    expect(trained.model.contributions(rowsOf([view], random))).toHaveLength(1);
  });

  it('is the same after it was kept in files', () => {
    const loaded = readSessionModel(trained.model.files());
    for (const { rows } of sessionsOf(16, new Random(6))) {
      expect(loaded?.highestOf(rows)).toBe(trained.model.highestOf(rows));
      expect(loaded?.probability(1)).toBe(trained.model.probability(1));
    }
    expect(readSessionModel(new Map())).toBeUndefined();
    const other = new Map(trained.model.files()).set(
      'session.bin',
      packArrays({ bias: new Float32Array(3) }),
    );
    expect(() => readSessionModel(other)).toThrow(ArtifactError);
  });

  it('leaves no tensors, and needs thirty attacks and good sessions', async () => {
    expect(tensorsLeft).toBe(0);
    const few = sessionsOf(8 * 29, new Random(1));
    expect(await trainSessionModel({ tf, sessions: few, random: new Random(2) })).toBeUndefined();
    const onlyAttacks = few.map((session) => ({ ...session, isAttack: true }));
    expect(await trainSessionModel({ tf, sessions: onlyAttacks, random: new Random(2) })).toBeUndefined();
  });
});
