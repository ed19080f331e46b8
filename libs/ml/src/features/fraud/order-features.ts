import { ORDER_FEATURES } from './definitions/order-feature-definitions.ts';
import { OrderContext, type Aggregates } from './order-context.ts';
import type { Order } from './order.ts';

export const ORDER_FEATURE_NAMES: readonly string[] = ORDER_FEATURES.map(({ name }) => name);

/**
 * What the models see of an order at `nowMs`: column i is ORDER_FEATURE_NAMES[i], counts and amounts as ln(1 + x).
 * Point-in-time correct as long as `aggregates` hold only what came before the order; training and scoring both
 * call this.
 */
export function orderFeatures(order: Order, aggregates: Aggregates, nowMs: number): Float64Array {
  const context = new OrderContext(order, aggregates, nowMs);
  const row = new Float64Array(ORDER_FEATURES.length);
  for (const [column, { scale, value }] of ORDER_FEATURES.entries()) {
    const plain = value(context);
    row[column] = scale === 'log' ? Math.log1p(plain) : plain;
  }
  return row;
}
