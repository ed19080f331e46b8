import { describe, expect, it } from '@jest/globals';
import { CartwiseError } from '#contracts';
import { isTransient } from './transient-error.ts';

const withCode = (code: string) => Object.assign(new Error('from the server'), { code });

describe('isTransient', () => {
  it.each(['40001', '40P01', '57014', '57P01', '08006', '53300', 'ECONNREFUSED', 'ECONNRESET'])(
    'says yes to %s: the same work may succeed later',
    (code) => {
      expect(isTransient(withCode(code))).toBe(true);
    },
  );

  it.each(['23505', '22P02', '42P01', 'ERR_ASSERTION'])('says no to %s: it would fail again', (code) => {
    expect(isTransient(withCode(code))).toBe(false);
  });

  it('opens the wrappers drivers put around the cause', () => {
    expect(isTransient(new Error('saving failed', { cause: withCode('40P01') }))).toBe(true);
    expect(isTransient(Object.assign(new Error('query failed'), { driverError: withCode('57P01') }))).toBe(
      true,
    );
    expect(isTransient(new AggregateError([withCode('ECONNREFUSED')]))).toBe(true);
  });

  it('knows a connection that broke without a code', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Error('Query read timeout'))).toBe(true);
  });

  it('believes what our own errors declare', () => {
    expect(isTransient(new CartwiseError('UNAVAILABLE', { reason: 'no database' }))).toBe(true);
    expect(isTransient(new CartwiseError('NOT_FOUND', { reason: 'no item' }))).toBe(false);
  });

  it('says no to a plain bug', () => {
    expect(isTransient(new TypeError('x is undefined'))).toBe(false);
    expect(isTransient('thrown text')).toBe(false);
  });
});
