import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { BENCHES } from './benches.ts';

const run = promisify(execFile);
const SCRIPT = path.join('scripts', 'bench.mjs');

/** As `npm run bench -- NAME --quick` does it. Its numbers are nothing to judge: they depend on what else runs. */
async function runQuick(name: string): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await run(process.execPath, [SCRIPT, name, '--quick']);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Readonly<Record<string, unknown>>;
}

const isFigure = (value: unknown) => value === null || Number.isFinite(value);

describe('the benchmarks', () => {
  it.each(BENCHES.map(({ name }) => name))(
    'measure %s on the running product and end in one line of JSON',
    async (name) => {
      const line = await runQuick(name);
      expect(line['bench']).toBe(name);
      for (const key of ['perSecond', 'ratio', 'ofMustReach', 'p50Ms', 'p99Ms', 'p999Ms']) {
        expect([key, isFigure(line[key])]).toEqual([key, true]);
      }
      expect(Object.values(line['figures'] as object).every(isFigure)).toBe(true);
      const { pyTorch, lightGbm } = line['config'] as Readonly<Record<string, string | undefined>>;
      // Only a peer that is not installed leaves nothing to compare with.
      if ((pyTorch ?? lightGbm)?.startsWith('skipped: ') === true) expect(line['ofMustReach']).toBeNull();
      else expect(line['ofMustReach']).toBeGreaterThan(0);
      expect(line['config']).toMatchObject({
        quick: true,
        cores: expect.any(Number),
        node: expect.any(String),
      });
    },
    // Some train a model; what else runs on the machine decides how long that takes.
    300_000,
  );

  it('are told of when an unknown one is asked for', async () => {
    await expect(run(process.execPath, [SCRIPT, 'no-such'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('NAME is one of: '),
    });
  });

  it('say which option they do not know', async () => {
    await expect(run(process.execPath, [SCRIPT, 'start', '--no-such'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Unknown option '--no-such'"),
    });
  });
});
