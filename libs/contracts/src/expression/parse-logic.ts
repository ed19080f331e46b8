import type { Logic } from './logic.ts';
import { TokenReader } from './token-reader.ts';

/** Characters of an expression. */
export const EXPRESSION_LENGTH_MAX = 2_000;
const DEPTH_MAX = 20;

/**
 * Reads what the expression languages have in common; a test is the language's own. `not` binds closest, then `and`:
 *
 *     or    = and { "or" and }
 *     and   = not { "and" not }
 *     not   = "not" not | "(" or ")" | test
 *
 * Time and memory are bounded by the length; nesting is bounded too.
 *
 * @throws ExpressionError that says where the text is at fault.
 */
export function parseLogic<Test>(text: string, readTest: (reader: TokenReader) => Test): Logic<Test> {
  const reader = new TokenReader(text, EXPRESSION_LENGTH_MAX);
  const logic = new LogicParser(reader, readTest).or(0);
  if (reader.token.kind !== 'end') reader.fail('expected "and", "or" or the end');
  return logic;
}

/** Recursive descent, one method a rule. */
class LogicParser<Test> {
  constructor(
    private readonly reader: TokenReader,
    private readonly readTest: (reader: TokenReader) => Test,
  ) {}

  or(depth: number): Logic<Test> {
    return this.joined('or', () => this.and(depth));
  }

  private and(depth: number): Logic<Test> {
    return this.joined('and', () => this.not(depth));
  }

  private joined(kind: 'and' | 'or', read: () => Logic<Test>): Logic<Test> {
    const first = read();
    const parts = [first];
    while (this.reader.accept(kind)) parts.push(read());
    return parts.length === 1 ? first : { kind, parts };
  }

  private not(depth: number): Logic<Test> {
    if (depth > DEPTH_MAX) this.reader.fail(`is nested deeper than ${DEPTH_MAX} levels`);
    if (this.reader.accept('not')) return { kind: 'not', part: this.not(depth + 1) };
    if (!this.reader.accept('(')) return { kind: 'test', test: this.readTest(this.reader) };
    const inner = this.or(depth + 1);
    this.reader.expect(')');
    return inner;
  }
}
