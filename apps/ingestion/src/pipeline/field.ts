import { coercionOf, type Coercion } from './coerce.ts';
import { decimalNamesOf, foreignNameOf, namesOf } from './field-names.ts';

/** All that can be known of a field before an event comes, so that no event has to ask. */
export interface Field {
  readonly name: string;
  /** Whether it is an amount in minor units. */
  readonly isMoney: boolean;
  /** Where it is looked for, in this order. */
  readonly sentNames: readonly string[];
  /** Of money: names of decimal amounts that stand for it. */
  readonly decimalNames: readonly string[];
  /** What another dialect would have called it, had it been sent. */
  readonly foreignName: string;
  readonly coerce: Coercion;
}

export const fieldOf = (name: string): Field => ({
  name,
  isMoney: name.endsWith('Minor'),
  sentNames: namesOf(name),
  decimalNames: decimalNamesOf(name),
  foreignName: foreignNameOf(name),
  coerce: coercionOf(name),
});
