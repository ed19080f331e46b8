import { describe, expect, it } from '@jest/globals';
import { compileTimeFormat } from './compile-time-format.ts';

function parse(format: string, zone: string, text: string): string | undefined {
  const compiled = compileTimeFormat(format, zone);
  if (compiled.kind === 'fault') throw new Error(compiled.message);
  const ms = compiled.parse(text);
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

describe('a time of a row', () => {
  it('is a count since 1970', () => {
    expect(parse('epoch-ms', 'UTC', '1433221332117')).toBe('2015-06-02T05:02:12.117Z');
    expect(parse('epoch-s', 'UTC', '1433221332.5')).toBe('2015-06-02T05:02:12.500Z');
    expect(parse('epoch-ms', 'UTC', 'yesterday')).toBeUndefined();
  });

  it('is ISO 8601, of the zone it names or else of the mapping', () => {
    expect(parse('iso', 'Europe/Berlin', '2024-07-01T12:00:00+01:00')).toBe('2024-07-01T11:00:00.000Z');
    expect(parse('iso', 'Europe/Berlin', '2024-07-01 12:00')).toBe('2024-07-01T10:00:00.000Z');
    expect(parse('iso', 'UTC', '2024-07-01')).toBe('2024-07-01T00:00:00.000Z');
    expect(parse('iso', 'UTC', '2024-07-32')).toBeUndefined();
  });

  it('is a pattern, whose digits must be a real day', () => {
    expect(parse('YYYY-MM-DD HH:mm', 'UTC', '2009-12-01 07:45')).toBe('2009-12-01T07:45:00.000Z');
    expect(parse('M/D/YYYY H:mm', 'UTC', '12/1/2010 8:26')).toBe('2010-12-01T08:26:00.000Z');
    expect(parse('DD.MM.YYYY HH:mm:ss.SSS', 'UTC', '02.06.2015 05:02:12.117')).toBe(
      '2015-06-02T05:02:12.117Z',
    );
    expect(parse('YYYY-MM-DD', 'UTC', '2023-02-29')).toBeUndefined();
    expect(parse('YYYY-MM-DD', 'UTC', '2023-02-28 and more')).toBeUndefined();
  });

  it('of a zone follows its summer time, also in the hours around the change', () => {
    const london = (text: string) => parse('YYYY-MM-DD HH:mm', 'Europe/London', text);
    expect(london('2010-01-15 12:00')).toBe('2010-01-15T12:00:00.000Z');
    expect(london('2010-07-15 12:00')).toBe('2010-07-15T11:00:00.000Z');
    expect(london('2010-03-28 00:59')).toBe('2010-03-28T00:59:00.000Z');
    // 01:30 was left out that night; 01:30 came twice in October.
    expect(london('2010-03-28 01:30')).toBe('2010-03-28T01:30:00.000Z');
    expect(london('2010-03-28 02:00')).toBe('2010-03-28T01:00:00.000Z');
    expect(london('2010-10-31 01:30')).toBe('2010-10-31T00:30:00.000Z');
    expect(london('2010-10-31 02:00')).toBe('2010-10-31T02:00:00.000Z');
    const newYork = (text: string) => parse('YYYY-MM-DD HH:mm', 'America/New_York', text);
    expect(newYork('2024-03-10 01:59')).toBe('2024-03-10T06:59:00.000Z');
    expect(newYork('2024-03-10 03:00')).toBe('2024-03-10T07:00:00.000Z');
    expect(newYork('2024-11-03 01:30')).toBe('2024-11-03T05:30:00.000Z');
  });

  it('needs a pattern with a day, and a zone that there is', () => {
    expect(compileTimeFormat('HH:mm', 'UTC')).toMatchObject({ kind: 'fault', field: 'format' });
    expect(compileTimeFormat('YYYY-MM-DD DD', 'UTC')).toMatchObject({ kind: 'fault', field: 'format' });
    expect(compileTimeFormat('iso', 'Europe/Lundon')).toMatchObject({ kind: 'fault', field: 'zone' });
  });
});
