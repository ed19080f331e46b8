import { ExpressionError, parseLogic, type Logic, type Token, type TokenReader } from '#contracts';
import {
  compare,
  isUnder,
  type Expression,
  type ItemPredicate,
  type Literal,
  type Operator,
} from './compare.ts';
import { findField, type FieldContext, type ItemField } from './item-fields.ts';

const VALUES_MAX = 100;

/**
 * Reads an expression into a predicate over items of the catalogue. Throws ExpressionError. Beside and, or and not:
 *
 *     test  = FIELD ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) VALUE
 *           | FIELD [ "not" ] "in" "(" VALUE { "," VALUE } ")"
 *           | FIELD [ "not" ] "under" TEXT
 */
export function parseExpression(text: string, context: FieldContext): Expression {
  const predicate = predicateOf(parseLogic(text, (reader) => new TestParser(reader, context).test()));
  return Object.assign(predicate, { text });
}

function predicateOf(logic: Logic<ItemPredicate>): ItemPredicate {
  switch (logic.kind) {
    case 'test':
      return logic.test;
    case 'not':
      return negate(predicateOf(logic.part));
    case 'and': {
      const parts = logic.parts.map(predicateOf);
      return (item) => parts.every((part) => part(item));
    }
    case 'or': {
      const parts = logic.parts.map(predicateOf);
      return (item) => parts.some((part) => part(item));
    }
  }
}

class TestParser {
  constructor(
    private readonly reader: TokenReader,
    private readonly context: FieldContext,
  ) {}

  test(): ItemPredicate {
    const { reader } = this;
    if (reader.token.kind !== 'word') reader.fail('expected a field');
    const name = reader.token;
    const field = findField(name.text, this.context);
    if (typeof field === 'string') throw new ExpressionError(name.position, field);
    reader.take();
    const isNegated = reader.accept('not');
    const predicate = this.relation(name, field, isNegated);
    return isNegated ? negate(predicate) : predicate;
  }

  private relation(name: Token, field: ItemField, isNegated: boolean): ItemPredicate {
    const { reader } = this;
    if (reader.accept('under')) {
      const path = reader.token;
      if (path.kind !== 'string') return reader.fail('expected a category in quotes');
      reader.take();
      return this.checked(name, isUnder(field, path.value));
    }
    if (reader.accept('in')) return this.list(name, field);
    const operator = reader.token.text;
    if (isNegated || !isOperator(operator)) {
      return reader.fail(
        isNegated ? 'expected "in" or "under"' : 'expected =, !=, <, <=, >, >=, "in" or "under"',
      );
    }
    reader.take();
    if (operator === '!=') return negate(this.value(name, field, '='));
    return this.value(name, field, operator);
  }

  private list(name: Token, field: ItemField): ItemPredicate {
    const { reader } = this;
    reader.expect('(');
    const values = [this.value(name, field, '=')];
    while (reader.accept(',')) {
      if (values.length >= VALUES_MAX) reader.fail(`a list has at most ${VALUES_MAX} values`);
      values.push(this.value(name, field, '='));
    }
    reader.expect(')');
    return (item) => values.some((isOne) => isOne(item));
  }

  private value(name: Token, field: ItemField, operator: Operator): ItemPredicate {
    const { token } = this.reader;
    const predicate = this.checked(name, compare(field, operator, this.literal(token), token.text));
    this.reader.take();
    return predicate;
  }

  private literal(token: Token): Literal {
    if (token.kind === 'string' || token.kind === 'number') return token.value;
    const word = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (word === 'true' || word === 'false') return word === 'true';
    return this.reader.fail('expected a text in quotes, a number, true or false');
  }

  private checked(name: Token, predicate: ItemPredicate | string): ItemPredicate {
    if (typeof predicate !== 'string') return predicate;
    throw new ExpressionError(this.reader.token.position, `${name.text} ${predicate}`);
  }
}

const negate =
  (predicate: ItemPredicate): ItemPredicate =>
  (item) =>
    !predicate(item);

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const isOperator = (text: string): text is Operator | '!=' => OPERATORS.has(text);
