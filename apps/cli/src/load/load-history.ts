import { createHash } from 'node:crypto';
import type { Connection } from '../connection/connection.ts';
import { addPart, emptyTally, type LoadTally } from './load-tally.ts';
import { LoadState } from './load-state.ts';
import { cutIntoParts } from './sending/cut-into-parts.ts';
import { sendAll } from './sending/send-all.ts';
import { sendPart } from './sending/send-part.ts';
import { identityOf, openFile } from '#service';
import type { RowSource } from './source/source-row.ts';

export interface HistoryLoad {
  readonly connection: Connection;
  readonly file: string;
  /** How the bytes of the file are rows; `load` names its history. */
  readonly read: (bytes: AsyncIterable<Buffer>, load: string) => RowSource;
  /** Where the place of a load that was cut off is kept. */
  readonly stateFolder: string;
  /** Begins at the first row, wherever an earlier load stood. */
  readonly restart: boolean;
  readonly onProgress: (progress: { readonly readShare: number; readonly rows: number }) => void;
}

export interface LoadedHistory {
  readonly tally: LoadTally;
  /** Rows that an earlier load, cut off, had done. */
  readonly resumedAt: number;
}

/** Loads a file of history through the bulk door and answers what became of its rows, all durable by then. */
export async function loadHistory(options: HistoryLoad): Promise<LoadedHistory> {
  const { connection, file } = options;
  const load = await identityOf(file);
  const state = new LoadState(options.stateFolder, stateName(load, connection));
  const { bytes, sizeBytes, modifiedMs, readBytes } = await openFile(file);
  const earlier = options.restart ? undefined : await state.read();
  const isSame = earlier?.sizeBytes === sizeBytes && earlier.modifiedMs === modifiedMs;
  const resumedAt = isSame ? earlier.rowsDone : 0;
  let tally = isSame ? earlier.tally : emptyTally();
  await sendAll(
    cutIntoParts(options.read(bytes, load), resumedAt),
    (part) => (part.eventRows.length === 0 ? NOTHING_SENT : sendPart(connection, load, part)),
    async (part, answer) => {
      tally = addPart(tally, part, answer);
      await state.write({ sizeBytes, modifiedMs, rowsDone: part.rowsThrough, tally });
      options.onProgress({ readShare: readBytes() / sizeBytes, rows: part.rowsThrough - resumedAt });
    },
  );
  await state.remove();
  return { tally, resumedAt };
}

const NOTHING_SENT = Promise.resolve({
  ...{ accepted: 0, duplicates: 0, dropped: 0, rejected: 0 },
  codes: {},
  faults: [],
});

/** Another shop, or another Cartwise, has another place in the same file. */
function stateName(load: string, { http, apiKey }: Connection): string {
  const target = createHash('sha256').update(`${http} ${apiKey}`).digest('hex').slice(0, 16);
  return `${load}-${target}`;
}
