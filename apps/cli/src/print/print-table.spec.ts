import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { printTable } from './print-table.ts';

describe('a table on the terminal', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('cuts long cells off, but not in the last column', () => {
    const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const long = 'x'.repeat(80);
    printTable(['who', 'what'], [[long, long]]);
    const [, rule, row] = String(printed.mock.calls[0]?.[0]).split('\n');
    expect(row).toBe(`${'x'.repeat(60)}  ${long}`);
    expect(rule).toBe(`${'─'.repeat(60)}  ${'─'.repeat(60)}`);
  });
});
