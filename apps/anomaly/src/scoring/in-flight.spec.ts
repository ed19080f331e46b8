import { describe, expect, it } from '@jest/globals';
import { InFlight } from './in-flight.ts';

describe('work in flight', () => {
  it('is refused over the bound, and taken again once something ends, well or badly', async () => {
    const orders = new InFlight('orders', 2);
    let endFirst: (value: string) => void = () => undefined;
    let breakSecond: (error: Error) => void = () => undefined;
    const running = [
      orders.run(() => new Promise<string>((resolve) => (endFirst = resolve))),
      orders.run(() => new Promise<string>((_, reject) => (breakSecond = reject))),
    ];
    const refusal = { code: 'OVERLOADED', detail: { retryAfterMs: 1_000 } };
    await expect(orders.run(() => Promise.resolve('third'))).rejects.toMatchObject(refusal);
    endFirst('first');
    await running[0];
    await expect(orders.run(() => Promise.resolve('third'))).resolves.toBe('third');
    breakSecond(new Error('broke'));
    await expect(running[1]).rejects.toThrow('broke');
    await expect(orders.run(() => Promise.resolve('fourth'))).resolves.toBe('fourth');
  });
});
