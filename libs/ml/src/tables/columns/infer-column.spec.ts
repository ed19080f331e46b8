import { describe, expect, it } from '@jest/globals';
import { ColumnProfile } from './column-profile.ts';
import type { FeatureType } from './column-schema.ts';
import { inferColumn } from './infer-column.ts';

function columnOf(name: string, cells: readonly string[], told?: FeatureType, distinctMost = 1_000) {
  const profile = new ColumnProfile(name, distinctMost);
  for (const cell of cells) profile.add(cell);
  return inferColumn(profile, told);
}
const rows = (count: number, cell: (row: number) => string) =>
  Array.from({ length: count }, (_, row) => cell(row));
/** Scattered whole numbers that are all different. */
const scattered = (row: number) => (row * 7_919) % 10_007;

describe('inferColumn', () => {
  it('sees numbers, whole or not, and counts what is missing and what is none', () => {
    const cells = rows(200, (row) => (row < 4 ? '' : row < 6 ? 'error' : String(scattered(row) / 8)));
    expect(columnOf('amount', cells)).toMatchObject({ type: 'number', missing: 4, strays: 2 });
    expect(columnOf('items', ['3', '1', '2'])).toMatchObject({ type: 'number', why: 'whole numbers' });
  });

  it('takes a column of numbers and texts for categories when the texts are many', () => {
    const column = columnOf('grade', ['1', 'A', '1.0', 'B', 'A', '1']);
    expect(column).toMatchObject({ type: 'category', categories: ['1', 'A', 'B'], missing: 0 });
  });

  it('says where to look when a column of numbers has too many texts to be one, and when it has few', () => {
    const mixed = rows(60, (row) => (row > 0 && row % 10 === 0 ? 'abc' : String(scattered(row) / 8)));
    const { type, why } = columnOf('amount', mixed);
    expect([type, why]).toEqual([
      'category',
      '56 different texts; 55 of 60 are numbers, but "abc" in row 12 is none',
    ]);
    const few = rows(60, (row) => (row === 7 ? 'abc' : String(scattered(row) / 8)));
    expect(columnOf('amount', few).why).toBe('numbers, but "abc" in row 9 is none');
  });

  it('sees true and false, and not in two letters of which one is no such word', () => {
    expect(columnOf('new', ['yes', 'No', '', 'yes']).type).toBe('boolean');
    expect(columnOf('sex', ['F', 'M', 'F']).type).toBe('category');
  });

  it('sees dates and which way round they are', () => {
    expect(columnOf('at', ['2024-01-02', '2024-01-03 10:00'])).toMatchObject({
      type: 'date',
      dateFormat: 'iso',
    });
    expect(columnOf('at', ['2/24/2015 22:55', '6/7/2015 20:39'])).toMatchObject({
      dateFormat: 'month-first',
    });
    expect(columnOf('at', ['24/2/2015', '6/7/2015'])).toMatchObject({ dateFormat: 'day-first' });
    expect(columnOf('created_at', ['1700000000', '1700000060', '1700000010'])).toMatchObject({
      type: 'date',
      dateFormat: 'epoch-seconds',
    });
    expect(columnOf('amount', ['1700000000', '1700000060', '1700000010']).type).toBe('number');
  });

  it('drops, with words, what only names the row', () => {
    expect(columnOf('n', rows(50, String))).toMatchObject({ type: 'id', why: 'it counts the rows' });
    expect(
      columnOf(
        'user_id',
        rows(50, (row) => String(scattered(row))),
      ),
    ).toMatchObject({ type: 'id' });
    expect(
      columnOf(
        'hash',
        rows(50, (row) => `x${scattered(row)}`),
      ),
    ).toMatchObject({ type: 'id' });
    expect(
      columnOf(
        'price',
        rows(50, (row) => String(scattered(row))),
      ).type,
    ).toBe('number');
  });

  it('keeps ids that repeat as categories', () => {
    expect(
      columnOf(
        'customerId',
        rows(60, (row) => String(scattered(row % 9))),
      ).type,
    ).toBe('category');
    const devices = rows(600, (row) => `device ${scattered(row % 100)}`);
    expect(columnOf('device', devices, undefined, 90)).toMatchObject({ type: 'category', distinct: 90 });
    expect(columnOf('device', devices.slice(0, 100), undefined, 90).type).toBe('id');
  });

  it('drops prose, what never changes and what is empty', () => {
    const prose = rows(60, (row) => `please leave it at door number ${row}`);
    expect(columnOf('note', prose)).toMatchObject({ type: 'text' });
    expect(columnOf('shop', ['a', 'a'])).toMatchObject({ type: 'constant', why: 'every row holds "a"' });
    expect(columnOf('none', ['', 'NA'])).toMatchObject({ type: 'empty' });
    expect(columnOf('coupon', ['x', '', 'x']).type).toBe('category');
  });

  it('does as it is told, unless that is not so', () => {
    expect(columnOf('code', ['1', '2', '1'], 'category')).toMatchObject({ type: 'category', why: 'as told' });
    expect(columnOf('x', ['1', 'a', '3'], 'number')).toMatchObject({ type: 'number', strays: 1 });
    expect(() => columnOf('x', ['a', 'b', '3'], 'number')).toThrow(
      'column "x" is told to be a number, but only 1 of its 3 values are',
    );
  });
});
