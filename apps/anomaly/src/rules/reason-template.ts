import { findField } from './language/find-field.ts';
import type { Trigger } from './situation.ts';

/** The sentence of a reason: words, and fields in whose place their values come. */
export type ReasonTemplate = readonly (string | { readonly field: string })[];

/** Reads "{card_declines_1h} declined payments". @throws ExpressionError for what is no field of the trigger. */
export function parseReason(text: string, trigger: Trigger): ReasonTemplate {
  let position = 1;
  return text.split(/(\{[^{}]*\})/).flatMap((piece): ReasonTemplate => {
    const at = position;
    position += piece.length;
    if (piece === '') return [];
    if (!piece.startsWith('{')) return [piece];
    const field = piece.slice(1, -1).trim();
    findField({ text: field, position: at + 1 }, trigger);
    return [{ field }];
  });
}
