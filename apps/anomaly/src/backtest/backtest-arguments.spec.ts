import { describe, expect, it } from '@jest/globals';
import { backtestArguments } from './backtest-arguments.ts';

const NOW = Date.UTC(2026, 10, 27, 12);

describe('what a backtest is asked', () => {
  it('is the last thirty days of the first shop unless told', () => {
    expect(backtestArguments([], NOW)).toMatchObject({
      shop: undefined,
      fromMs: NOW - 30 * 86_400_000,
      untilMs: NOW,
      json: false,
    });
  });

  it('is days and moments', () => {
    const args = ['--from', '2026-11-01', '--to', '2026-11-02T06:00:00Z', '--rules', 'r.yaml', '--json'];
    expect(backtestArguments(args, NOW)).toMatchObject({
      fromMs: Date.UTC(2026, 10, 1),
      untilMs: Date.UTC(2026, 10, 2, 6),
      rules: 'r.yaml',
      json: true,
    });
  });

  it('is refused with the option at fault', () => {
    expect(() => backtestArguments(['--from', 'yesterday'], NOW)).toThrow('--from must be a day or a moment');
    expect(() => backtestArguments(['--to', '2026-13-01'], NOW)).toThrow('--to must be a day or a moment');
    expect(() => backtestArguments(['--from', '2026-11-02', '--to', '2026-11-01'], NOW)).toThrow(
      'before --to',
    );
    expect(() => backtestArguments(['--rule', 'x'], NOW)).toThrow('--rule');
  });
});
