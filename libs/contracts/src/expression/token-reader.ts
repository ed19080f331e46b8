import { ExpressionError } from './expression-error.ts';
import { tokenize, type Token } from './tokenize.ts';

/** Reads the pieces of an expression one after the other. What does not fit is an ExpressionError at its position. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private next = 0;

  /** @throws ExpressionError for a text that is over `lengthMax` characters or no row of pieces. */
  constructor(text: string, lengthMax: number) {
    if (text.length > lengthMax) throw new ExpressionError(lengthMax + 1, `is over ${lengthMax} characters`);
    this.tokens = tokenize(text);
  }

  /** The piece that comes next; the last one is the end. */
  get token(): Token {
    const token = this.tokens[this.next];
    if (token === undefined) throw new TypeError('nothing is read after the end');
    return token;
  }

  /** The piece that comes next, which is passed. */
  take(): Token {
    const { token } = this;
    this.next += 1;
    return token;
  }

  /** Passes the word or symbol if it comes next. Words of a language are written in any case. */
  accept(text: string): boolean {
    const { kind, text: found } = this.token;
    const isNext = (kind === 'word' && found.toLowerCase() === text) || (kind === 'symbol' && found === text);
    if (isNext) this.next += 1;
    return isNext;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`expected "${text}"`);
  }

  /** "expected a field, found the end" */
  fail(reason: string): never {
    const { position, text, kind } = this.token;
    throw new ExpressionError(position, `${reason}, found ${kind === 'end' ? text : JSON.stringify(text)}`);
  }
}
