import { ExpressionError } from './expression-error.ts';

/** A piece of an expression; `position` counts characters from 1. */
export type Token = { readonly position: number } & (
  | { readonly kind: 'word' | 'symbol' | 'end'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string; readonly value: string }
  | { readonly kind: 'number'; readonly text: string; readonly value: number }
);

const SPACE = /\s*/y;
const WORD = /[A-Za-z_][\w.]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![\w.])/y;
/** Between double or single quotes; a backslash takes the next character as it is. */
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy;
const SYMBOL = /!=|<=|>=|[=<>(),*%]/y;

/** Cuts an expression into pieces, the last of them its end. Throws ExpressionError. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = match(SPACE, text, 0)?.length ?? 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
    at += match(SPACE, text, at)?.length ?? 0;
  }
  return [...tokens, { kind: 'end', position: text.length + 1, text: 'the end' }];
}

function tokenAt(text: string, at: number): Token {
  const position = at + 1;
  const word = match(WORD, text, at);
  if (word !== undefined) return { kind: 'word', position, text: word };
  const number = match(NUMBER, text, at);
  if (number !== undefined) return { kind: 'number', position, text: number, value: Number(number) };
  const string = match(STRING, text, at);
  if (string !== undefined) {
    return {
      kind: 'string',
      position,
      text: string,
      value: string.slice(1, -1).replaceAll(/\\(.)/gs, '$1'),
    };
  }
  const symbol = match(SYMBOL, text, at);
  if (symbol !== undefined) return { kind: 'symbol', position, text: symbol };
  const first = text[at] ?? '';
  throw new ExpressionError(
    position,
    first === '"' || first === "'"
      ? 'the text that begins here does not end'
      : `${JSON.stringify(first)} is not part of the language`,
  );
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
