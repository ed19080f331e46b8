import { describe, expect, it } from '@jest/globals';
import { isMissing } from './is-missing.ts';
import { parseBoolean } from './parse-boolean.ts';
import { parseDate, type DateFormat } from './parse-date.ts';
import { parseNumber } from './parse-number.ts';

describe('the text of a cell', () => {
  it('may stand for nothing', () => {
    expect(['', 'NA', 'NaN', 'null', '?', 'N/A'].every(isMissing)).toBe(true);
    expect(['0', 'no', 'nano', 'nothing'].some(isMissing)).toBe(false);
  });

  it('is a number when it is written as one, and no code', () => {
    expect(['1', '-2.5', '.5', '3.', '1e3', '+4', '0', '0.5'].map(parseNumber)).toEqual([
      ...[1, -2.5, 0.5, 3, 1_000, 4, 0, 0.5],
    ]);
    for (const text of ['007', '1,5', '1 000', '12 %', '0x10', 'Infinity', '1e99', 'e3', '.', '--1'])
      expect(parseNumber(text)).toBeUndefined();
  });

  it('is true or false in a word', () => {
    expect(['True', 'YES', 'y', 'f', 'No'].map(parseBoolean)).toEqual([true, true, true, false, false]);
    expect(parseBoolean('maybe')).toBeUndefined();
  });

  it.each<readonly [DateFormat, string, number]>([
    ['iso', '2024-02-29', Date.UTC(2024, 1, 29)],
    ['iso', '2024-02-29 23:59:30.25', Date.UTC(2024, 1, 29, 23, 59, 30, 250)],
    ['iso', '2024-02-29T10:00:00+02:00', Date.UTC(2024, 1, 29, 8)],
    ['iso', '2024-02-29T10:00Z', Date.UTC(2024, 1, 29, 10)],
    ['month-first', '2/24/2015 22:55', Date.UTC(2015, 1, 24, 22, 55)],
    ['month-first', '2/24/2015 12:05 AM', Date.UTC(2015, 1, 24, 0, 5)],
    ['day-first', '24.2.2015', Date.UTC(2015, 1, 24)],
    ['epoch-seconds', '1700000000', 1_700_000_000_000],
    ['epoch-ms', '1700000000000', 1_700_000_000_000],
  ])('is a date, %s: %s', (format, text, ms) => {
    expect(parseDate(text, format)).toBe(ms);
  });

  it.each<readonly [DateFormat, string]>([
    ['iso', '2023-02-29'],
    ['iso', '2023-02-01 24:30'],
    ['month-first', '24/2/2015'],
    ['day-first', '2/24/2015'],
    ['epoch-seconds', '12'],
  ])('is no date, %s: %s', (format, text) => {
    expect(parseDate(text, format)).toBeUndefined();
  });
});
