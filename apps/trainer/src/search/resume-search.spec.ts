import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../../../..');

/** A search of the checkerboard; the second argument is its journal, the third after how many trials it stops and waits. */
const PROGRAM = `
import { Random } from '${ROOT}/libs/ml/src/random.ts';
import { buildCorpus } from '${ROOT}/libs/ml/src/sequences/corpus.ts';
import { tuneSources } from '${ROOT}/libs/ml/src/recommender/search/tune-sources.ts';
import { TrialsInProcess } from '${ROOT}/libs/ml/src/recommender/search/trials-in-process.ts';
import { CHECKERBOARD_ITEMS, checkerboard, visit } from '${ROOT}/libs/ml/src/testing/checkerboard.ts';
import { FileTrialJournal } from '${ROOT}/apps/trainer/src/search/file-trial-journal.ts';

const [file, most] = process.argv.slice(2);
let run = 0;
const openTrials = async (data) => {
  const trials = new TrialsInProcess(data);
  return {
    run: async (asked) => {
      if (++run > Number(most)) {
        process.stdout.write('waits');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      }
      return trials.run(asked);
    },
    close: async () => {},
  };
};
const tuned = await tuneSources({
  corpus: buildCorpus(checkerboard(60, new Random(1)), CHECKERBOARD_ITEMS),
  queries: Array.from({ length: 40 }, (_, n) => ({
    task: 'in-session',
    history: visit([n % 20, (n + 2) % 20]),
    targets: new Set([(n + 6) % 20]),
  })),
  repeats: true,
  budget: { queriesMost: 40, roundsMost: 1 },
  tools: { openTrials, journal: new FileTrialJournal(file) },
});
process.stdout.write(JSON.stringify({ tuned, run }));
`;

describe('a search that is killed', () => {
  let folder: string;
  let program: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-resume-'));
    program = path.join(folder, 'search.mjs');
    await writeFile(path.join(folder, 'search.ts'), PROGRAM);
    execFileSync(path.join(ROOT, 'node_modules/.bin/esbuild'), [
      path.join(folder, 'search.ts'),
      '--bundle',
      '--platform=node',
      '--format=esm',
      '--conditions=source',
      '--external:@tensorflow/*',
      '--log-level=warning',
      `--outfile=${program}`,
    ]);
  });
  afterAll(async () => rm(folder, { recursive: true }));

  const search = (journal: string) =>
    JSON.parse(execFileSync(process.execPath, [program, journal, 'Infinity'], { encoding: 'utf8' })) as {
      readonly tuned: unknown;
      readonly run: number;
    };

  it('goes on where it was, in another process, and ends with the same result', async () => {
    const undisturbed = search(path.join(folder, 'undisturbed.jsonl'));
    const journal = path.join(folder, 'killed.jsonl');
    const child = spawn(process.execPath, [program, journal, '25'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const finished = (await readFile(journal, 'utf8')).split('\n').length - 2;
    expect(finished).toBeGreaterThan(20);
    const resumed = search(journal);
    expect(resumed.tuned).toEqual(undisturbed.tuned);
    expect(resumed.run).toBe(undisturbed.run - finished);
  });
});
