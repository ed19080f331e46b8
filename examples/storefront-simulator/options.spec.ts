import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

const ADDRESSES = [
  ...['--http', 'http://127.0.0.1:1', '--grpc', '127.0.0.1:2'],
  ...['--write-key', 'write', '--server-key', 'server'],
];
const labelsAfterMs = (...args: readonly string[]) => readOptions([...ADDRESSES, ...args]).labelsAfterMs;

describe('the options of the simulator', () => {
  it('take the delay of labels in seconds, minutes or hours', () => {
    expect(['90s', '2m', '1h'].map((time) => labelsAfterMs('--labels-after', time))).toEqual([
      90_000, 120_000, 3_600_000,
    ]);
  });

  it('let no label come unless one is asked for', () => {
    expect(labelsAfterMs()).toBeUndefined();
  });

  it.each(['60', '0s', '1d', '-5m', ''])('say what is wrong with a delay of "%s"', (time) => {
    expect(() => labelsAfterMs(`--labels-after=${time}`)).toThrow(
      '--labels-after must be a number and s, m or h',
    );
  });

  it('say that a delay is longer than any run', () => {
    expect(() => labelsAfterMs('--labels-after', '25h')).toThrow('--labels-after must be at most 24h');
  });
});
