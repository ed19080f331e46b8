import type { ErrorCode } from '#contracts';

/** Why one item of many was not taken; the others were. */
export interface ItemFault {
  readonly code: ErrorCode;
  readonly itemId: string;
  /** Path of the field in the sender's names, such as "price". */
  readonly field: string;
  readonly message: string;
}

export type ParsedItem<T> =
  { readonly kind: 'item'; readonly item: T } | { readonly kind: 'fault'; readonly fault: ItemFault };

export const itemFault = (itemId: string, field: string, message: string): ParsedItem<never> => ({
  kind: 'fault',
  fault: { code: 'REQUEST_INVALID_FIELD', itemId, field, message },
});
