import { randomUUID } from 'node:crypto';
import { readControls, type AskedControls } from '../controls/controls-fields.ts';
import { NO_RULES, type FilterRules } from '../filter/item-filter.ts';
import type { PlacementSettings } from '../placements/placement-settings.ts';
import type { Wanted } from './answer.ts';
import { readPageToken } from './page-token.ts';
import { readFilter } from './read-filter.ts';
import type { AskedFilter } from './requests.ts';
import type { ShopView } from './shop-view.ts';

const LIMIT_DEFAULT = 20;
const NO_SETTINGS: PlacementSettings = { limit: undefined, rules: undefined, controls: {} };

/** What every method is asked, as its message was parsed. */
export interface Asked {
  readonly userId: string;
  readonly anonymousId: string;
  readonly placement: string;
  readonly limit: number | undefined;
  readonly filter: AskedFilter | undefined;
  readonly controls?: AskedControls;
  /** Rerank has no pages and excludes nothing: it is told the items. */
  readonly excludeItemIds?: ReadonlySet<string>;
  readonly paged?: boolean;
  readonly pageToken?: string;
}

/** What a list is to be like: as the request says, else as its placement does, else as by default. */
export function toWanted(view: ShopView, asked: Asked, subject: readonly string[]): Wanted {
  const settings = settingsOf(view, asked);
  const pages = asked.pageToken ? readPageToken(asked.pageToken, subject) : undefined;
  const exclude = asked.excludeItemIds ?? new Set<string>();
  return {
    limit: asked.limit ?? settings.limit ?? LIMIT_DEFAULT,
    rules: rulesOf(view, asked, settings) ?? NO_RULES,
    exclude: pages === undefined ? exclude : new Set([...exclude, ...pages.shown]),
    userId: asked.userId,
    controls: controlsOf(view, asked, settings),
    shown: pages?.shown ?? [],
    recommendationId: pages?.recommendationId ?? randomUUID(),
  };
}

export const settingsOf = (view: ShopView, { placement }: Pick<Asked, 'placement'>): PlacementSettings =>
  (placement === '' ? undefined : view.placement(placement)) ?? NO_SETTINGS;

/** undefined where neither the request nor its placement has a filter. */
export function rulesOf(
  view: ShopView,
  { filter }: Pick<Asked, 'filter'>,
  { rules }: PlacementSettings,
): FilterRules | undefined {
  return filter === undefined ? rules : readFilter(filter, rules ?? NO_RULES, view.compile);
}

const controlsOf = (view: ShopView, { controls }: Asked, settings: PlacementSettings) =>
  controls ? { ...settings.controls, ...readControls(controls, view.compile) } : settings.controls;
