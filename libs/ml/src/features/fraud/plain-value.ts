import { ORDER_FEATURES } from './definitions/order-feature-definitions.ts';

const LOG_COLUMNS: ReadonlySet<string> = new Set(
  ORDER_FEATURES.filter(({ scale }) => scale === 'log').map(({ name }) => name),
);

/** A feature as a person reads it, from the value that models see: counts and amounts enter models as ln(1 + x). */
export const plainValue = (feature: string, value: number): number =>
  LOG_COLUMNS.has(feature) ? Math.expm1(value) : value;
