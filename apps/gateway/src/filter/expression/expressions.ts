import { LRUCache } from 'lru-cache';
import { CartwiseError, ExpressionError } from '#contracts';
import type { Expression } from './compare.ts';
import type { FieldContext } from './item-fields.ts';
import { parseExpression } from './parse-expression.ts';

/** Expressions come from the code of storefronts: there are few, and each comes again and again. */
const EXPRESSIONS_MAX = 1_000;

/** Expressions that were read once and are kept, the least recently used forgotten first. */
export class Expressions {
  private readonly read = new LRUCache<string, Expression>({ max: EXPRESSIONS_MAX });

  /** The predicate of a text in a field of a request. @throws CartwiseError that names the field and the position. */
  compile(shopId: string, text: string, field: string, context: FieldContext): Expression {
    const key = `${shopId} ${text}`;
    const known = this.read.get(key);
    if (known !== undefined) return known;
    try {
      const predicate = parseExpression(text, context);
      this.read.set(key, predicate);
      return predicate;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new CartwiseError('REQUEST_INVALID_FIELD', { field, reason: error.message }, { cause: error });
    }
  }
}
