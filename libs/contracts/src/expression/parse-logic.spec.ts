import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExpressionError } from './expression-error.ts';
import { testsOf } from './logic.ts';
import { parseLogic } from './parse-logic.ts';
import type { TokenReader } from './token-reader.ts';

/** A language whose tests are single words. */
const word = (reader: TokenReader): string => {
  if (reader.token.kind !== 'word') reader.fail('expected a word');
  return reader.take().text;
};
const parse = (text: string) => parseLogic(text, word);
const test = (name: string) => ({ kind: 'test', test: name });

describe('what expression languages have in common', () => {
  it('binds "not" closest, then "and", then "or", and brackets before all', () => {
    expect(parse('a or not b and c')).toEqual({
      kind: 'or',
      parts: [test('a'), { kind: 'and', parts: [{ kind: 'not', part: test('b') }, test('c')] }],
    });
    expect(parse('NOT (a OR b) AND c')).toEqual({
      kind: 'and',
      parts: [{ kind: 'not', part: { kind: 'or', parts: [test('a'), test('b')] } }, test('c')],
    });
    expect(testsOf(parse('a and (b or not c)'))).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['', 'at character 1: expected a word, found the end'],
    ['a b', 'at character 3: expected "and", "or" or the end, found "b"'],
    ['(a or b', 'at character 8: expected ")", found the end'],
    ['a and 5', 'at character 7: expected a word, found "5"'],
    [`${'('.repeat(30)}a`, 'at character 22: is nested deeper than 20 levels'],
    ['a '.repeat(1_001), 'at character 2001: is over 2000 characters'],
  ])('says where %j is at fault', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('reads any text into logic or an ExpressionError, and nothing else', () => {
    const pieces = fc.constantFrom('a', 'and', 'or', 'not', '(', ')', '"x"', '5', '&', ' ');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        try {
          parse(parts.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
    );
  });
});
