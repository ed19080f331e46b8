import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { config } from '../../../support/config.ts';
import { openPythonPeer, type PythonPeer } from '../../harness/python-peer.ts';
import type { MadeTable } from './make-table.ts';
import { trainOurs, type BoostingSettings, type TrainedOnce } from './train-ours.ts';

export interface BesideLightGbm {
  /** The quickest of the rounds. */
  readonly ours: TrainedOnce;
  /** The quicker of LightGBM with its own number of threads and with one; undefined without LightGBM. */
  readonly theirs: TrainedOnce | undefined;
  /** Its version, or "skipped: " and why. */
  readonly lightGbm: string;
}

export interface Comparison {
  readonly table: MadeTable;
  /** That are learnt from; those after them are the test. */
  readonly rows: number;
  readonly settings: BoostingSettings;
  readonly times: number;
}

/** Ours and LightGBM in turn, so that what else runs on the machine slows both, on the same rows with the same settings. */
export async function besideLightGbm(comparison: Comparison): Promise<BesideLightGbm> {
  const { table, rows, settings, times } = comparison;
  const folder = await mkdtemp(path.join(tmpdir(), 'cartwise-boosting-'));
  try {
    const file = path.join(folder, 'table');
    await writeFile(file, [...table.values, Uint8Array.from(table.labels)].map(bytesOf));
    const testRows = table.labels.length - rows;
    const opened = await openPythonPeer(config.python, 'boosting.py', {
      ...settings,
      file,
      rows,
      testRows,
      columns: table.values.length,
    });
    await using peer: PythonPeer | undefined = 'skipped' in opened ? undefined : opened;
    const [ours, theirs]: [TrainedOnce[], TrainedOnce[]] = [[], []];
    for (let time = 0; time < times; time++) {
      if (peer !== undefined) theirs.push(await trainTheirs(peer, 0), await trainTheirs(peer, 1));
      ours.push(await trainOurs(table, rows, settings));
    }
    return {
      ours: quickest(ours),
      theirs: peer && quickest(theirs),
      lightGbm: 'skipped' in opened ? `skipped: ${opened.skipped}` : String(opened.hello['lightgbm']),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const bytesOf = (array: Float32Array | Uint8Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

async function trainTheirs(peer: PythonPeer, threads: number): Promise<TrainedOnce> {
  const reply = await peer.ask(String(threads));
  const { seconds, cpuSeconds, auc } = reply;
  if (typeof seconds !== 'number' || typeof cpuSeconds !== 'number' || typeof auc !== 'number')
    throw new Error(`LightGBM answered ${JSON.stringify(reply)}`);
  return { seconds, cpuSeconds, auc };
}

const quickest = (all: readonly TrainedOnce[]): TrainedOnce =>
  all.reduce((best, each) => (each.seconds < best.seconds ? each : best));
