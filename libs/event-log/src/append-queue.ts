import { CartwiseError } from '#contracts';
import type { EncodedRecord } from './encoded-record.ts';

export interface AppendLimits {
  /** Records and bytes of one write. */
  readonly writeRecordsMax: number;
  readonly writeBytesMax: number;
  /** Records and bytes accepted and not yet durable; more is refused with OVERLOADED. */
  readonly inFlightRecordsMax: number;
  readonly inFlightBytesMax: number;
}

/** A caller's records, cut so that each piece fits one write. */
interface Call {
  failed: boolean;
  piecesLeft: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
interface Piece {
  readonly call: Call;
  readonly records: readonly EncodedRecord[];
  readonly sizeBytes: number;
}

const RETRY_AFTER_MS = 200;

/**
 * Group commit: while one write is under way, further calls wait and share the next one, in the order they came.
 * There is never more than one write at a time, which also keeps the order of a key.
 */
export class AppendQueue {
  readonly #write: (records: readonly EncodedRecord[]) => Promise<void>;
  readonly #limits: AppendLimits;
  #pieces: Piece[] = [];
  #recordsInFlight = 0;
  #bytesInFlight = 0;
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(write: (records: readonly EncodedRecord[]) => Promise<void>, limits: AppendLimits) {
    this.#write = write;
    this.#limits = limits;
  }

  get recordsInFlight(): number {
    return this.#recordsInFlight;
  }

  /** Resolves when all records are written. Rejects with OVERLOADED, or with what the write failed with. */
  append(records: readonly EncodedRecord[]): Promise<void> {
    if (records.length === 0) return Promise.resolve();
    const sizeBytes = records.reduce((sum, record) => sum + record.sizeBytes, 0);
    const refusal = this.#refusal(records.length, sizeBytes);
    if (refusal !== undefined) return Promise.reject(refusal);
    this.#recordsInFlight += records.length;
    this.#bytesInFlight += sizeBytes;
    return new Promise((resolve, reject) => {
      const pieces = cut(records, this.#limits);
      const call: Call = { failed: false, piecesLeft: pieces.length, resolve, reject };
      for (const piece of pieces) this.#pieces.push({ call, ...piece });
      this.#writing ??= this.#writeAll();
    });
  }

  /** Takes nothing more and resolves when what was taken is settled. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
  }

  #refusal(count: number, sizeBytes: number): CartwiseError | undefined {
    const { inFlightRecordsMax, inFlightBytesMax } = this.#limits;
    if (this.#closed) return new CartwiseError('UNAVAILABLE', { reason: 'the event log is closed' });
    if (count > inFlightRecordsMax || sizeBytes > inFlightBytesMax) {
      return new CartwiseError('REQUEST_TOO_LARGE', {
        reason: `one append takes at most ${inFlightRecordsMax} records and ${inFlightBytesMax} bytes`,
      });
    }
    if (
      this.#recordsInFlight + count > inFlightRecordsMax ||
      this.#bytesInFlight + sizeBytes > inFlightBytesMax
    ) {
      return new CartwiseError('OVERLOADED', {
        reason: 'too many records wait to become durable',
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    return undefined;
  }

  async #writeAll(): Promise<void> {
    while (this.#pieces.length > 0) {
      const pieces = this.#takeNext();
      const live = pieces.filter(({ call }) => !call.failed);
      try {
        if (live.length > 0) await this.#write(live.flatMap(({ records }) => records));
        for (const { call } of live) if (--call.piecesLeft === 0) call.resolve();
      } catch (error) {
        for (const { call } of live) {
          call.failed = true;
          call.reject(error);
        }
      } finally {
        for (const piece of pieces) this.#release(piece);
      }
    }
    this.#writing = undefined;
  }

  #takeNext(): Piece[] {
    const { writeRecordsMax, writeBytesMax } = this.#limits;
    let records = 0;
    let bytes = 0;
    let taken = 0;
    for (const piece of this.#pieces) {
      records += piece.records.length;
      bytes += piece.sizeBytes;
      if (taken > 0 && (records > writeRecordsMax || bytes > writeBytesMax)) break;
      taken++;
    }
    return this.#pieces.splice(0, taken);
  }

  #release(piece: Piece): void {
    this.#recordsInFlight -= piece.records.length;
    this.#bytesInFlight -= piece.sizeBytes;
  }
}

function cut(records: readonly EncodedRecord[], limits: AppendLimits): Omit<Piece, 'call'>[] {
  const pieces: { records: EncodedRecord[]; sizeBytes: number }[] = [];
  let last: { records: EncodedRecord[]; sizeBytes: number } | undefined;
  for (const record of records) {
    if (
      last === undefined ||
      last.records.length >= limits.writeRecordsMax ||
      last.sizeBytes + record.sizeBytes > limits.writeBytesMax
    ) {
      last = { records: [], sizeBytes: 0 };
      pieces.push(last);
    }
    last.records.push(record);
    last.sizeBytes += record.sizeBytes;
  }
  return pieces;
}
