import { beforeEach, describe, expect, it } from '@jest/globals';
import type { TrialJournal } from '#ml';

/** What every journal of trials must do; `open` opens what is kept, as a new process would. */
export function describeTrialJournal(
  name: string,
  start: () => Promise<{ readonly open: () => TrialJournal }>,
): void {
  describe(`${name}, a trial journal`, () => {
    let reopen: () => TrialJournal;
    beforeEach(async () => {
      reopen = (await start()).open;
    });

    it('begins empty', async () => {
      expect((await reopen().open('a')).finished.size).toBe(0);
    });

    it('gives back what was added, to the last bit', async () => {
      const { add } = await reopen().open('a');
      await add('one', [1 / 3, 0]);
      await add('two', [0.1 + 0.2]);
      expect([...(await reopen().open('a')).finished]).toEqual([
        ['one', [1 / 3, 0]],
        ['two', [0.1 + 0.2]],
      ]);
    });

    it('goes on after it was opened again', async () => {
      await (await reopen().open('a')).add('one', [1]);
      await (await reopen().open('a')).add('two', [2]);
      expect((await reopen().open('a')).finished.size).toBe(2);
    });

    it('throws away what belongs to another search', async () => {
      await (await reopen().open('a')).add('one', [1]);
      expect((await reopen().open('b')).finished.size).toBe(0);
      expect((await reopen().open('a')).finished.size).toBe(0);
    });
  });
}
