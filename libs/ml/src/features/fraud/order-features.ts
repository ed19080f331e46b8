import type { Order } from './order.ts';
import type { Aggregates } from './order-column.ts';
import { ORDER_COLUMNS } from './order-columns.ts';

export const ORDER_FEATURE_NAMES: readonly string[] = ORDER_COLUMNS.map((column) => column.name);

/** In plain words, by name: the text of a reason. */
export const ORDER_FEATURE_DESCRIPTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  ORDER_COLUMNS.map((column) => [column.name, column.description]),
);

/**
 * What the models see of an order at `nowMs`: column i is ORDER_FEATURE_NAMES[i], counts and amounts as ln(1 + x).
 * Point-in-time correct as long as `aggregates` hold only what came before the order; training and scoring both
 * call this.
 */
export function orderFeatures(order: Order, aggregates: Aggregates, nowMs: number): Float64Array {
  const context = { order, aggregates, nowMs };
  return Float64Array.from(ORDER_COLUMNS, (column) => {
    const value = column.value(context);
    return column.scale === 'log' ? Math.log1p(value) : value;
  });
}
