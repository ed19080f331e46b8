import type { z } from 'zod';
import { readControls, type Compile } from '../controls/controls-fields.ts';
import type { Controls } from '../controls/controls.ts';
import { NO_RULES, type FilterRules } from '../filter/item-filter.ts';
import type { PlacementFields } from '../recommendation/requests.ts';
import { readFilter } from '../recommendation/read-filter.ts';

/** What lists of a placement are like unless a request says otherwise. */
export interface PlacementSettings {
  readonly limit: number | undefined;
  /** undefined where the placement has no filter. */
  readonly rules: FilterRules | undefined;
  readonly controls: Controls;
}

/** Reads the settings, expressions too. @throws CartwiseError for an expression that is none. */
export function placementSettings(
  { limit, filter, controls }: Pick<z.output<typeof PlacementFields>, 'limit' | 'filter' | 'controls'>,
  compile: Compile,
): PlacementSettings {
  return {
    limit,
    rules: filter === undefined ? undefined : readFilter(filter, NO_RULES, compile),
    controls: readControls(controls, compile),
  };
}
