/**
 * What lists can hold. Cards, e-mail addresses, postal addresses and network addresses are held as keyed hashes, as
 * events have them.
 */
export const LIST_KINDS = [
  'user',
  'device',
  'card',
  'bin',
  'email',
  'email_domain',
  'ip',
  'network',
  'address',
  'country',
] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** A value as lists hold it, with what it is. */
export interface ListedValue {
  readonly kind: ListKind;
  readonly value: string;
}
