import type { EntityKind } from '../entities.ts';
import type { OrderContext } from '../order-context.ts';
import type { VelocityWindow } from '../velocity-window.ts';

/** What a feature counts in; a reason words its value by it. */
export type FeatureUnit =
  | 'count'
  /** Minor units of the order's currency. */
  | 'money'
  /** Part of a whole, 0 to 1. */
  | 'share'
  /** A multiple of what is usual. */
  | 'times'
  | 'hours'
  | 'days'
  /** 1 is yes, 0 is no. */
  | 'flag'
  /** A number without a unit, such as a z-score. */
  | 'score';

export type FeatureAggregate =
  'order' | 'count' | 'sum' | 'mean' | 'ratio' | 'distinct' | 'age' | 'first' | 'deviation' | 'graph';

/**
 * One named number of an order, all that is to be said of it in one place. Models, rules, reasons and the documentation
 * take it from here. Counts, amounts and ages enter a model as ln(1 + x), the rest as they are.
 */
export interface FeatureDefinition {
  readonly name: string;
  /** Whose; undefined for what the order itself says. */
  readonly entity?: EntityKind | 'component';
  readonly window?: VelocityWindow;
  readonly aggregate: FeatureAggregate;
  readonly unit: FeatureUnit;
  readonly scale: 'log' | 'as-is';
  /** For an analyst: what is measured, without a value. */
  readonly description: string;
  /** For an analyst: the value in a sentence, with {value} in its place. */
  readonly sentence: string;
  /** Point-in-time: from what the context holds and nothing else. 0 where nothing is known. */
  readonly value: (context: OrderContext) => number;
}

/** A number that the order itself says. */
export function orderFeature(
  name: string,
  description: string,
  unit: FeatureUnit,
  value: FeatureDefinition['value'],
): FeatureDefinition {
  return {
    name,
    aggregate: 'order',
    unit,
    scale: unit === 'count' || unit === 'money' ? 'log' : 'as-is',
    description,
    sentence: unit === 'flag' ? description : `${description}: {value}`,
    value,
  };
}
