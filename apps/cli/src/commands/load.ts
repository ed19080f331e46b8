import path from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { connect } from '../connection/connection.ts';
import { dataDir } from '../connection/data-dir.ts';
import { loadFeed } from '../load/load-feed.ts';
import { loadHistory } from '../load/load-history.ts';
import { readMapping } from '../load/mapping/read-mapping.ts';
import { printFeed, printHistory } from '../load/print-loaded.ts';
import { readCsv } from '../load/source/read-csv.ts';
import { readJsonLines } from '../load/source/read-json-lines.ts';
import { wholeNumber } from './whole-number.ts';

const FEED_TYPES: Readonly<Record<string, string>> = {
  '.tsv': 'text/tab-separated-values',
  '.txt': 'text/tab-separated-values',
  '.csv': 'text/csv',
  '.xml': 'application/xml',
};

interface Options {
  readonly mapping?: string;
  readonly restart?: true;
  readonly maxRejects: string;
}

export function addLoad(program: Command): void {
  program
    .command('load')
    .argument(
      '<file>',
      'events as JSON lines (.jsonl, .ndjson) or, with --mapping, as CSV; or a product feed (.tsv, .csv, .xml); gzip or not',
    )
    .option(
      '-m, --mapping <file>',
      'how the columns of a CSV file become events (see examples/*/mapping.yaml)',
    )
    .option('--restart', 'begin at the first row, though an earlier load of this file was cut off')
    .option('--max-rejects <n>', 'end with code 1 if more rows are rejected', '0')
    .description('loads history or a catalogue; run again after it was cut off, it goes on where it stood')
    .action(load);
}

async function load(file: string, options: Options): Promise<void> {
  const rejectsMax = wholeNumber('--max-rejects', options.maxRejects);
  const name = file.endsWith('.gz') ? file.slice(0, -'.gz'.length) : file;
  const feedType = FEED_TYPES[path.extname(name).toLowerCase()];
  const isFeed = feedType !== undefined && options.mapping === undefined;
  const rejected = isFeed ? await feed(file, feedType) : await history(file, options);
  if (rejected > rejectsMax) process.exitCode = 1;
}

async function feed(file: string, contentType: string): Promise<number> {
  const bar = new SingleBar({ format: 'loading {bar} {percentage}%' }, Presets.shades_classic);
  bar.start(1, 0);
  try {
    const loaded = await loadFeed(connect(), file, contentType, (readShare) => bar.update(readShare));
    bar.stop();
    printFeed(loaded);
    if (loaded.accepted === 0) console.log('It was read as a product feed; for events, give --mapping.');
    return loaded.rejected;
  } finally {
    bar.stop();
  }
}

async function history(file: string, { mapping, restart }: Options): Promise<number> {
  const rows = mapping === undefined ? undefined : await readMapping(mapping);
  const startMs = performance.now();
  const seconds = () => (performance.now() - startMs) / 1_000;
  const format = 'loading {bar} {percentage}%  {rows} rows, {rate} rows/s, {eta_formatted} left';
  const bar = new SingleBar({ format }, Presets.shades_classic);
  bar.start(1, 0, { rows: 0, rate: 0 });
  let rowsNow = 0;
  try {
    const { tally, resumedAt } = await loadHistory({
      connection: connect(),
      file,
      read: (bytes, load) => (rows ? readCsv(bytes, rows, load) : readJsonLines(bytes)),
      stateFolder: path.join(dataDir(), 'loads'),
      restart: restart === true,
      onProgress: (progress) => {
        rowsNow = progress.rows;
        bar.update(progress.readShare, { rows: rowsNow, rate: Math.round(rowsNow / seconds()) });
      },
    });
    bar.stop();
    if (resumedAt > 0) console.log(`went on after row ${resumedAt}, where an earlier load was cut off`);
    printHistory(tally, seconds(), rowsNow);
    // A mapping that fits no row: "skipped" alone would pass for success.
    const isNothing = tally.accepted + tally.duplicate === 0;
    return tally.rejected + (isNothing ? tally.skipped : 0);
  } finally {
    bar.stop();
  }
}
