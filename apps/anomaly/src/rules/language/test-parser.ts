import { ExpressionError, type Token, type TokenReader } from '#contracts';
import type { Trigger } from '../situation.ts';
import { compare, type Operator } from './compare.ts';
import { findField } from './find-field.ts';
import { readOperand, type Operand } from './operand.ts';
import { ruleFields } from './rule-fields.ts';
import { anyOf, negate, type RulePredicate } from './truth.ts';

const VALUES_MAX = 100;

/**
 * Reads one test of a condition:
 *
 *     test = FIELD                                                 a field that is yes or no
 *          | OPERAND ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) OPERAND
 *          | FIELD [ "not" ] "in" "(" VALUE { "," VALUE } ")"
 *          | FIELD [ "not" ] "in" ( LIST | "list" "(" TEXT ")" )
 *          | FIELD "is" [ "not" ] "known"
 */
export class TestParser {
  private readonly fields: string[] = [];

  constructor(
    private readonly reader: TokenReader,
    private readonly trigger: Trigger,
    private readonly lists: ReadonlySet<string> | undefined,
  ) {}

  read(): { readonly holds: RulePredicate; readonly fields: readonly string[] } {
    return { holds: this.predicate(), fields: this.fields };
  }

  private predicate(): RulePredicate {
    const { reader } = this;
    const name = reader.token;
    const left = this.operand();
    const isNegated = reader.accept('not');
    if (reader.accept('in')) {
      const isIn = reader.accept('(') ? this.values(left) : this.listed(name, left);
      return isNegated ? negate(isIn) : isIn;
    }
    if (isNegated) return reader.fail('expected "in"');
    if (reader.accept('is')) return this.known(left);
    const operator = reader.token.text;
    if (reader.token.kind === 'symbol' && isOperator(operator)) {
      reader.take();
      return compare(left, operator, this.operand());
    }
    if (left.value.kind === 'yes-no' && left.isField) return left.value.read;
    return reader.fail('expected =, !=, <, <=, >, >=, "in" or "is"');
  }

  private known(left: Operand): RulePredicate {
    const isNegated = this.reader.accept('not');
    this.reader.expect('known');
    const { read } = left.value;
    return (subject) => (read(subject) === undefined) === isNegated;
  }

  private values(left: Operand): RulePredicate {
    const { reader } = this;
    const equals = [compare(left, '=', this.operand())];
    while (reader.accept(',')) {
      if (equals.length >= VALUES_MAX) reader.fail(`there are at most ${VALUES_MAX} values`);
      equals.push(compare(left, '=', this.operand()));
    }
    reader.expect(')');
    return anyOf(equals);
  }

  private listed(name: Token, left: Operand): RulePredicate {
    const list = this.listName();
    const field = left.isField ? ruleFields(this.trigger).get(name.text) : undefined;
    const kind = field?.kind === 'entity' || field?.kind === 'text' ? field.list : undefined;
    if (kind === undefined) throw new ExpressionError(name.position, `${left.text} is on no list`);
    return (subject) => {
      const value = left.value.read(subject);
      return value === undefined ? undefined : subject.isListed(list, kind, String(value));
    };
  }

  /** `allow` or `list("allow")` */
  private listName(): string {
    const { reader } = this;
    const word = reader.token;
    if (word.kind !== 'word') return reader.fail('expected "(" or the name of a list');
    reader.take();
    if (word.text.toLowerCase() !== 'list' || !reader.accept('(')) return this.checked(word, word.text);
    const quoted = reader.token;
    if (quoted.kind !== 'string') return reader.fail('expected the name of a list in quotes');
    reader.take();
    reader.expect(')');
    return this.checked(quoted, quoted.value);
  }

  private checked({ position }: Token, list: string): string {
    if (this.lists === undefined || this.lists.has(list)) return list;
    const names = [...this.lists].sort().join(', ');
    throw new ExpressionError(position, `there is no list "${list}"; lists are ${names}`);
  }

  private operand(): Operand {
    return readOperand(this.reader, (name) => {
      const field = findField(name, this.trigger);
      this.fields.push(name.text);
      return field;
    });
  }
}

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const isOperator = (text: string): text is Operator => OPERATORS.has(text);
