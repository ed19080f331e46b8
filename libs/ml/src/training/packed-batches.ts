import type { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';

/** Rows of one length that hold several sequences each, one after the other; all arrays are [batch x length]. */
export interface PackedBatch {
  readonly items: Int32Array;
  /** The item after each; where nothing stands 0, as in `items`. */
  readonly targets: Int32Array;
  /** As in inference: the newest item of a sequence is at length - 1. */
  readonly places: Int32Array;
  /** Which sequence of its row a position belongs to; -1 where nothing stands. */
  readonly segments: Int32Array;
  /** 1 / filled positions; 0 where nothing stands. */
  readonly weights: Float32Array;
  readonly filled: number;
}

/** Inputs and the item after the last of them: [from, from + length]. */
interface Piece {
  readonly items: Int32Array;
  readonly from: number;
  readonly length: number;
}

/**
 * One epoch in random order: every item of every sequence but the first is predicted once. Short sequences share a row
 * (best fit), so that batches of one shape waste little; sequences longer than a row are cut at a new place each epoch.
 */
export function packedBatches(
  sequences: readonly InteractionSequence[],
  { batch, length }: { readonly batch: number; readonly length: number },
  random: Random,
): readonly PackedBatch[] {
  const rows = packedRows(cut(sequences, length, random), length, random);
  const order = random.sample(rows.length, rows.length);
  return Array.from({ length: Math.ceil(rows.length / batch) }, (_, i) =>
    toBatch(
      [...order.subarray(i * batch, (i + 1) * batch)].map((row) => rows[row] ?? []),
      { batch, length },
    ),
  );
}

function cut(sequences: readonly InteractionSequence[], length: number, random: Random): readonly Piece[] {
  return sequences.flatMap(({ items }) => {
    const pieces: Piece[] = [];
    const last = items.length - 1;
    let to = items.length > length + 1 ? 1 + random.integer(length) : last;
    for (let from = 0; from < last; to = Math.min(last, to + length)) {
      pieces.push({ items, from, length: to - from });
      from = to;
    }
    return pieces;
  });
}

/** Best fit: each piece goes where it leaves the least room. */
function packedRows(pieces: readonly Piece[], length: number, random: Random): readonly (readonly Piece[])[] {
  const rows: Piece[][] = [];
  /** Rows by the positions they have left. */
  const open: Piece[][][] = Array.from({ length: length + 1 }, () => []);
  for (const at of random.sample(pieces.length, pieces.length)) {
    const piece = pieces[at];
    if (piece === undefined) continue;
    let room = piece.length;
    while (room < length && open[room]?.length === 0) room++;
    let row = open[room]?.pop();
    if (row === undefined) {
      row = [];
      rows.push(row);
    }
    row.push(piece);
    open[room - piece.length]?.push(row);
  }
  return rows;
}

function toBatch(
  rows: readonly (readonly Piece[])[],
  { batch, length }: { readonly batch: number; readonly length: number },
): PackedBatch {
  const size = batch * length;
  const [items, targets, places] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const segments = new Int32Array(size).fill(-1);
  for (const [number, row] of rows.entries()) {
    let at = number * length;
    for (const [segment, piece] of row.entries()) {
      const { from } = piece;
      items.set(piece.items.subarray(from, from + piece.length), at);
      targets.set(piece.items.subarray(from + 1, from + 1 + piece.length), at);
      segments.fill(segment, at, at + piece.length);
      for (let i = 0; i < piece.length; i++) places[at + i] = length - piece.length + i;
      at += piece.length;
    }
  }
  const filled = segments.reduce((count, segment) => count + (segment < 0 ? 0 : 1), 0);
  const weights = Float32Array.from(segments, (segment) => (segment < 0 ? 0 : 1 / filled));
  return { items, targets, places, segments, weights, filled };
}
