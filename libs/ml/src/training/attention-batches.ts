import type { Random } from '../random.ts';
import type { InteractionSequence } from '../sequences/history.ts';

/** Sequences of one length: every prefix predicts the item after it. */
export interface AttentionBatch {
  readonly size: number;
  /** Inputs per sequence. */
  readonly length: number;
  /** [size x length] item indices, row-major, and what follows each. */
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  /** [size x length] what was done with each target: its index in INTERACTION_KINDS. */
  readonly targetKinds: Uint8Array;
}

/** Views into a sequence: inputs and the last target. */
type Piece = Pick<InteractionSequence, 'items' | 'kinds'>;

export interface BatchConfig {
  /** Longest input; longer sequences are cut into pieces, at a new place each epoch. */
  readonly historyMost: number;
  /** Positions in a batch, about. */
  readonly positions: number;
}

/** One epoch of batches, in random order; pieces of equal length share a batch, so nothing is padded. */
export function attentionBatches(
  sequences: readonly InteractionSequence[],
  config: BatchConfig,
  random: Random,
): readonly AttentionBatch[] {
  const byLength = new Map<number, Piece[]>();
  for (const { items, kinds } of sequences) {
    const cut = items.length > config.historyMost + 1 ? random.integer(config.historyMost) : 0;
    for (const piece of pieces({ items, kinds }, cut, config.historyMost)) {
      const length = piece.items.length - 1;
      const ofLength = byLength.get(length) ?? [];
      if (ofLength.length === 0) byLength.set(length, ofLength);
      ofLength.push(piece);
    }
  }
  const batches: AttentionBatch[] = [];
  for (const [length, ofLength] of byLength) {
    const order = random.sample(ofLength.length, ofLength.length);
    const size = Math.max(1, Math.round(config.positions / length));
    for (let from = 0; from < order.length; from += size) {
      const chosen = [...order.subarray(from, from + size)].flatMap((i) => ofLength[i] ?? []);
      batches.push(toBatch(chosen, length));
    }
  }
  return [...random.sample(batches.length, batches.length)].flatMap((i) => batches[i] ?? []);
}

/** [0, cut], then pieces of historyMost inputs and their last target; neighbours share one item. */
function pieces({ items, kinds }: Piece, cut: number, historyMost: number): Piece[] {
  const result: Piece[] = [];
  let from = 0;
  let to = cut === 0 ? historyMost : cut;
  while (from < items.length - 1) {
    const end = Math.min(to + 1, items.length);
    result.push({ items: items.subarray(from, end), kinds: kinds.subarray(from, end) });
    from = to;
    to += historyMost;
  }
  return result;
}

function toBatch(chosen: readonly Piece[], length: number): AttentionBatch {
  const inputs = new Int32Array(chosen.length * length);
  const targets = new Int32Array(chosen.length * length);
  const targetKinds = new Uint8Array(chosen.length * length);
  for (const [i, { items, kinds }] of chosen.entries()) {
    inputs.set(items.subarray(0, length), i * length);
    targets.set(items.subarray(1), i * length);
    targetKinds.set(kinds.subarray(1), i * length);
  }
  return { size: chosen.length, length, inputs, targets, targetKinds };
}
