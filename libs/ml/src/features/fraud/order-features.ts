import { ORDER_FEATURES } from './definitions/order-feature-definitions.ts';
import { OrderContext, type Aggregates } from './order-context.ts';
import type { Order } from './order.ts';

export const ORDER_FEATURE_NAMES: readonly string[] = ORDER_FEATURES.map(({ name }) => name);

/**
 * The features of an order at `nowMs` as a person reads them: column i is ORDER_FEATURE_NAMES[i]. Point-in-time correct
 * as long as `aggregates` hold only what came before the order.
 */
export function orderValues(order: Order, aggregates: Aggregates, nowMs: number): Float64Array {
  const context = new OrderContext(order, aggregates, nowMs);
  return Float64Array.from(ORDER_FEATURES, ({ value }) => value(context));
}

/** What the models see of such values: counts and amounts as ln(1 + x). */
export function scaleValues(values: Float64Array): Float64Array {
  const row = values.slice();
  for (const [column, { scale }] of ORDER_FEATURES.entries()) {
    if (scale === 'log') row[column] = Math.log1p(row[column] ?? NaN);
  }
  return row;
}

/** What the models see of an order; training and scoring both have it from here. */
export const orderFeatures = (order: Order, aggregates: Aggregates, nowMs: number): Float64Array =>
  scaleValues(orderValues(order, aggregates, nowMs));
