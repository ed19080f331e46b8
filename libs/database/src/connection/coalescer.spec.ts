import { describe, expect, it } from '@jest/globals';
import { Coalescer } from './coalescer.ts';

/** Work that ends when it is told to; "broken" breaks it. */
class SlowWork {
  readonly statements: (readonly string[])[] = [];
  private readonly ends: (() => void)[] = [];

  run = (items: readonly string[]): Promise<string> => {
    this.statements.push(items);
    return new Promise((resolve, reject) => {
      this.ends.push(() => {
        if (items.includes('broken')) reject(new Error('connection lost'));
        else resolve(items.join());
      });
    });
  };

  async end(): Promise<void> {
    this.ends.shift()?.();
    // The next statement goes out when this one's result is in.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('Coalescer', () => {
  it('does what is asked for at once when nothing else is done', () => {
    const slow = new SlowWork();
    void new Coalescer(slow.run).run(['a', 'b']);
    expect(slow.statements).toEqual([['a', 'b']]);
  });

  it('does together what was asked for while two were under way, and each caller gets the result', async () => {
    const slow = new SlowWork();
    const coalescer = new Coalescer(slow.run);
    const results = [['a'], ['b'], ['c', 'd'], ['e']].map((items) => coalescer.run(items));
    await slow.end();
    expect(slow.statements).toEqual([['a'], ['b'], ['c', 'd', 'e']]);
    await slow.end();
    await slow.end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c,d,e', 'c,d,e']);
  });

  it('fails those of a failed statement and goes on', async () => {
    const slow = new SlowWork();
    const coalescer = new Coalescer(slow.run);
    const broken = coalescer.run(['broken']);
    const other = coalescer.run(['other']);
    void slow.end();
    await expect(broken).rejects.toThrow('connection lost');
    await slow.end();
    expect(await other).toBe('other');
  });
});
