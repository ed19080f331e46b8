import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '#ml';
import { startProcess } from '#test-support';

const ROWS = 500;
const HEADER = 'order_id,at,amount,country,note,fraud';

/** Orders that are fraud where the amount is large and the country is one of two; one in thirty the other way. */
function orders(count: number, seed: number): string {
  const random = new Random(seed);
  const lines = Array.from({ length: count }, (_, row) => {
    const amount = 200 * random.next();
    const country = ['DE', 'FR', 'IT', 'ES'][random.integer(4)] ?? '';
    const isFraud = amount > 90 && (country === 'IT' || country === 'ES');
    const label = (random.next() < 0.03 ? !isFraud : isFraud) ? 'yes' : 'no';
    const at = new Date(Date.UTC(2024, 0, 1) + row * 3_600_000).toISOString();
    return `o-${seed}-${row},${at},${random.next() < 0.04 ? '' : amount.toFixed(2)},${country},"ring, then leave it at door ${row}",${label}`;
  });
  return `${[HEADER, ...lines].join('\n')}\n`;
}

describe('a table from the command line, with nothing running', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-table-'));
    await writeFile(path.join(folder, 'orders.csv.gz'), gzipSync(orders(ROWS, 1)));
    await writeFile(path.join(folder, 'new.csv'), orders(1_100, 2));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const inFolder = (file: string) => path.join(folder, file);
  async function cartwise(...args: readonly string[]) {
    const child = startProcess('cli/src/main', { CARTWISE_TF_BACKEND: 'wasm' }, args);
    return { code: await child.exited(), output: child.output() };
  }

  it('trains, reports, predicts with reasons, and compares', async () => {
    const trained = await cartwise(
      ...['train-table', inFolder('orders.csv.gz'), '--label', 'fraud', '--folds', '3', '--epochs', '10'],
      ...['--report', inFolder('report.html')],
    );
    expect(trained.output).toContain(`The model is in ${inFolder('orders.model')}.`);
    expect(trained.code).toBe(0);
    expect(trained.output).toMatch(/order_id +id +nearly every row holds another text/);
    expect(trained.output).toMatch(/note +text/);
    expect(trained.output).toContain(
      '3 folds by "at": each is tested on rows later than those it learnt from',
    );
    expect(trained.output).toMatch(/dense +0\.\d{4} ±0\.\d{3}/);
    expect(trained.output).toMatch(/boosted +0\.\d{4} ±0\.\d{3}/);
    expect(trained.output).toMatch(/ensemble +0\.\d{4} ±0\.\d{3}/);
    const page = await readFile(inFolder('report.html'), 'utf8');
    expect(page).toContain('<svg');
    expect(page).not.toContain('<script');

    const predicted = await cartwise(
      ...[
        'predict-table',
        inFolder('orders.model'),
        inFolder('new.csv'),
        '--out',
        inFolder('out.csv'),
        '--reasons',
        '2',
      ],
    );
    expect(predicted.code).toBe(0);
    expect(predicted.output).toMatch(/1,100 rows predicted\./);
    const accuracy = Number(/of 1,100 rows: accuracy (\d\.\d+)/.exec(predicted.output)?.[1]);
    expect(accuracy).toBeGreaterThan(0.88);
    const lines = (await readFile(inFolder('out.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1_101);
    expect(lines[0]).toBe(`${HEADER},predicted,probability of yes,reason 1,reason 2`);
    expect(lines[1]).toMatch(
      /^o-2-0,.*"ring, then leave it at door 0",(?:yes|no),(?:yes|no),0\.\d{6},.*: [+−]\d+\.\d\d,.*: [+−]\d+\.\d\d$/,
    );
    // Nothing half written is left.
    expect((await readdir(folder)).toSorted()).toEqual([
      'new.csv',
      'orders.csv.gz',
      'orders.model',
      'out.csv',
      'report.html',
    ]);
  }, 240_000);

  it('gives the same model again for the same seed, and says what is wrong with a file or an option', async () => {
    const train = [
      'train-table',
      inFolder('new.csv'),
      '-l',
      'fraud',
      '-m',
      'boosted',
      '--folds',
      '2',
      '--no-time',
    ];
    const outs = [inFolder('one'), inFolder('two')];
    for (const out of outs) expect((await cartwise(...train, '--out', out)).code).toBe(0);
    const [one, two] = await Promise.all(outs.map((out) => readFile(path.join(out, 'boosted.bin'))));
    expect(two).toEqual(one);

    const bad = await cartwise('train-table', inFolder('new.csv'), '-l', 'frud', '--folds', 'many');
    expect(bad).toEqual({ code: 1, output: expect.stringContaining('--folds: must be a whole number') });

    await writeFile(inFolder('ragged.csv'), `${HEADER}\nx,2024-01-01,5\n`);
    const ragged = await cartwise(
      'predict-table',
      inFolder('one'),
      inFolder('ragged.csv'),
      '-o',
      inFolder('none.csv'),
    );
    expect(ragged.output).toContain('row 2, column "country": 3 values for 6 columns');
    await expect(stat(inFolder('none.csv'))).rejects.toThrow('ENOENT');

    await writeFile(path.join(inFolder('two'), 'boosted.bin'), 'x');
    const changed = await cartwise('predict-table', inFolder('two'), inFolder('new.csv'));
    expect(changed).toEqual({ code: 1, output: expect.stringContaining('boosted.bin: has 1 bytes') });
    const foreign = await cartwise(...train, '--out', folder);
    expect(foreign.output).toContain('it is there and is no model of a table');
  }, 240_000);
});
