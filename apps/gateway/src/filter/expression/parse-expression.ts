import { compare, isUnder, type ItemPredicate, type Literal, type Operator } from './compare.ts';
import { ExpressionError } from './expression-error.ts';
import { findField, type FieldContext, type ItemField } from './item-fields.ts';
import { tokenize, type Token } from './tokenize.ts';

export const EXPRESSION_LENGTH_MAX = 2_000;
const DEPTH_MAX = 20;
const VALUES_MAX = 100;

/**
 * Reads an expression into a predicate over items of the catalogue. Throws ExpressionError.
 *
 *     or    = and { "or" and }
 *     and   = not { "and" not }
 *     not   = "not" not | "(" or ")" | test
 *     test  = FIELD ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) VALUE
 *           | FIELD [ "not" ] "in" "(" VALUE { "," VALUE } ")"
 *           | FIELD [ "not" ] "under" TEXT
 */
export function parseExpression(text: string, context: FieldContext): ItemPredicate {
  if (text.length > EXPRESSION_LENGTH_MAX) {
    throw new ExpressionError(EXPRESSION_LENGTH_MAX + 1, `is over ${EXPRESSION_LENGTH_MAX} characters`);
  }
  return new Parser(tokenize(text), context).parse();
}

/** Recursive descent, one method a rule. */
class Parser {
  private next = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly context: FieldContext,
  ) {}

  parse(): ItemPredicate {
    const predicate = this.or(0);
    if (this.token.kind !== 'end') this.fail('expected "and", "or" or the end');
    return predicate;
  }

  private or(depth: number): ItemPredicate {
    const parts = [this.and(depth)];
    while (this.accept('or')) parts.push(this.and(depth));
    return parts.length === 1 && parts[0] ? parts[0] : (item) => parts.some((part) => part(item));
  }

  private and(depth: number): ItemPredicate {
    const parts = [this.not(depth)];
    while (this.accept('and')) parts.push(this.not(depth));
    return parts.length === 1 && parts[0] ? parts[0] : (item) => parts.every((part) => part(item));
  }

  private not(depth: number): ItemPredicate {
    if (depth > DEPTH_MAX) this.fail(`is nested deeper than ${DEPTH_MAX} levels`);
    if (this.accept('not')) return negate(this.not(depth + 1));
    if (!this.accept('(')) return this.test();
    const inner = this.or(depth + 1);
    this.expect(')');
    return inner;
  }

  private test(): ItemPredicate {
    const name = this.token;
    if (name.kind !== 'word') this.fail('expected a field');
    const field = findField(name.text, this.context);
    if (typeof field === 'string') throw new ExpressionError(name.position, field);
    this.next += 1;
    const isNegated = this.accept('not');
    const predicate = this.relation(name, field, isNegated);
    return isNegated ? negate(predicate) : predicate;
  }

  private relation(name: Token, field: ItemField, isNegated: boolean): ItemPredicate {
    if (this.accept('under')) {
      const path = this.token;
      if (path.kind !== 'string') this.fail('expected a category in quotes');
      this.next += 1;
      return this.checked(name, isUnder(field, path.value));
    }
    if (this.accept('in')) return this.list(name, field);
    const operator = this.token.text;
    if (isNegated || !isOperator(operator)) {
      this.fail(isNegated ? 'expected "in" or "under"' : 'expected =, !=, <, <=, >, >=, "in" or "under"');
    }
    this.next += 1;
    if (operator === '!=') return negate(this.value(name, field, '='));
    return this.value(name, field, operator);
  }

  private list(name: Token, field: ItemField): ItemPredicate {
    this.expect('(');
    const values = [this.value(name, field, '=')];
    while (this.accept(',')) {
      if (values.length >= VALUES_MAX) this.fail(`a list has at most ${VALUES_MAX} values`);
      values.push(this.value(name, field, '='));
    }
    this.expect(')');
    return (item) => values.some((isOne) => isOne(item));
  }

  private value(name: Token, field: ItemField, operator: Operator): ItemPredicate {
    const token = this.token;
    const predicate = this.checked(name, compare(field, operator, this.literal(token), token.text));
    this.next += 1;
    return predicate;
  }

  private literal(token: Token): Literal {
    if (token.kind === 'string' || token.kind === 'number') return token.value;
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (word === 'true' || word === 'false') return word === 'true';
    return this.fail('expected a text in quotes, a number, true or false');
  }

  private checked(name: Token, predicate: ItemPredicate | string): ItemPredicate {
    if (typeof predicate !== 'string') return predicate;
    throw new ExpressionError(this.token.position, `${name.text} ${predicate}`);
  }

  private get token(): Token {
    const token = this.tokens[this.next];
    if (token === undefined) throw new TypeError('nothing is read after the end');
    return token;
  }

  /** Words of the language are written in any case. */
  private accept(text: string): boolean {
    const { kind, text: found } = this.token;
    const isNext = (kind === 'word' && found.toLowerCase() === text) || (kind === 'symbol' && found === text);
    if (isNext) this.next += 1;
    return isNext;
  }

  private expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected "${text}"`);
  }

  private fail(reason: string): never {
    const { position, text, kind } = this.token;
    throw new ExpressionError(position, `${reason}, found ${kind === 'end' ? text : JSON.stringify(text)}`);
  }
}

const negate =
  (predicate: ItemPredicate): ItemPredicate =>
  (item) =>
    !predicate(item);

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const isOperator = (text: string): text is Operator | '!=' => OPERATORS.has(text);
