import { describe, expect, it } from '@jest/globals';
import { CartwiseError } from '#contracts';
import { patiently } from './patiently.ts';

const { signal } = new AbortController();
const busy = (retryAfterMs: number) => new CartwiseError('OVERLOADED', { reason: 'busy', retryAfterMs });

/** Fails with these, one after the other, then answers. */
function failing(...errors: readonly Error[]) {
  const left = [...errors];
  return () => {
    const error = left.shift();
    if (error) throw error;
    return 'taken';
  };
}

describe('patience', () => {
  it('tries again for as long as the failure may pass', async () => {
    const attempt = failing(
      busy(1),
      busy(2),
      new CartwiseError('RATE_LIMITED', { reason: 'fast', retryAfterMs: 1 }),
    );
    await expect(patiently({ patienceMs: 60_000, signal }, attempt)).resolves.toBe('taken');
  });

  it('does not begin to wait when that would take too long', async () => {
    await expect(patiently({ patienceMs: 1_000, signal }, failing(busy(1_000_000)))).rejects.toMatchObject({
      code: 'OVERLOADED',
      detail: { retryAfterMs: 1_000_000 },
    });
  });

  it('does not try again what cannot succeed', async () => {
    const error = new CartwiseError('PERMISSION_DENIED', { reason: 'no' });
    await expect(patiently({ patienceMs: 60_000, signal }, failing(error))).rejects.toBe(error);
  });

  it('stops waiting when nobody waits for it', async () => {
    const cancelling = new AbortController();
    const waiting = patiently({ patienceMs: 60_000, signal: cancelling.signal }, failing(busy(30_000)));
    cancelling.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
