import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';
import { SingleBar, Presets } from 'cli-progress';
import type { Command } from 'commander';
import { z } from 'zod';
import { callHttp } from '../connection/call-http.ts';
import { connect, type Connection } from '../connection/connection.ts';

/** Bounded by the door: 1,000 events and 500 KB. */
const BATCH_EVENTS_MAX = 1_000;
const BATCH_BYTES_MAX = 400_000;
const FEED_TYPES: Readonly<Record<string, string>> = {
  '.tsv': 'text/tab-separated-values',
  '.txt': 'text/tab-separated-values',
  '.csv': 'text/csv',
  '.xml': 'application/xml',
};

const Verdicts = z.object({ verdicts: z.array(z.object({ verdict: z.string() })) });

export function addLoad(program: Command): void {
  program
    .command('load')
    .argument(
      '<file>',
      'events as JSON lines (.jsonl, .ndjson), or a product feed (.tsv, .csv, .xml); .gz or not',
    )
    .description('loads history or a catalogue through the public doors')
    .action(load);
}

async function load(file: string): Promise<void> {
  const name = file.endsWith('.gz') ? file.slice(0, -3) : file;
  const feedType = FEED_TYPES[path.extname(name)];
  if (feedType !== undefined) await loadFeed(connect(), file, feedType);
  else await loadEvents(connect(), file);
}

async function loadFeed(connection: Connection, file: string, contentType: string): Promise<void> {
  const raw = await readFile(file);
  const bytes = new Uint8Array(file.endsWith('.gz') ? gunzipSync(raw) : raw);
  console.log(JSON.stringify(await callHttp(connection, 'POST', '/v1/items', { contentType, bytes })));
}

async function loadEvents(connection: Connection, file: string): Promise<void> {
  const counts = new Map<string, number>();
  const bar = new SingleBar({ format: 'loading {bar} {percentage}%  {value} bytes' }, Presets.shades_classic);
  const { size } = await stat(file);
  const source = createReadStream(file);
  bar.start(size, 0);
  for await (const lines of batches(file.endsWith('.gz') ? source.pipe(createGunzip()) : source)) {
    for (const verdict of await sendBatch(connection, lines))
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    bar.update(source.bytesRead);
  }
  bar.stop();
  console.log([...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ') || 'the file is empty');
}

async function* batches(input: NodeJS.ReadableStream): AsyncGenerator<readonly string[]> {
  let lines: string[] = [];
  let bytes = 0;
  for await (const line of createInterface({ input })) {
    if (line.trim() === '') continue;
    if (lines.length === BATCH_EVENTS_MAX || bytes + line.length > BATCH_BYTES_MAX) {
      if (lines.length > 0) yield lines;
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += Buffer.byteLength(line);
  }
  if (lines.length > 0) yield lines;
}

/** A line that is not JSON goes as the text it is, so that the door counts and keeps it with the reason. */
async function sendBatch(connection: Connection, lines: readonly string[]): Promise<readonly string[]> {
  const batch = lines.map((line): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      return line;
    }
  });
  const bytes = JSON.stringify({ batch, historical: true });
  const reply = await callHttp(connection, 'POST', '/v1/batch', { contentType: 'application/json', bytes });
  return Verdicts.parse(reply).verdicts.map(({ verdict }) => verdict);
}
