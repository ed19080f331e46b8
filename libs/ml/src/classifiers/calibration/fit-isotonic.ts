import type { Calibration } from './calibration.ts';

interface Block {
  readonly from: number;
  readonly to: number;
  readonly positives: number;
  readonly rows: number;
}

/**
 * The rising step function nearest to the labels, by pooling adjacent violators (Ayer et al. 1955; for probabilities
 * Zadrozny and Elkan 2002), with straight lines between the steps. No probability is nearer to 0 or 1 than the number
 * of rows can tell. Throws RangeError without rows.
 */
export function fitIsotonic(logits: ArrayLike<number>, labels: readonly boolean[]): Calibration {
  if (labels.length === 0) throw new RangeError('isotonic calibration needs rows');
  const blocks: Block[] = [];
  for (let next of tiedBlocks(logits, labels)) {
    for (let last = blocks.at(-1); last !== undefined && share(last) >= share(next); last = blocks.at(-1)) {
      next = {
        from: last.from,
        to: next.to,
        positives: last.positives + next.positives,
        rows: last.rows + next.rows,
      };
      blocks.pop();
    }
    blocks.push(next);
  }
  const least = 1 / (labels.length + 2);
  const points = blocks.flatMap((block) => {
    const probability = Math.max(least, Math.min(1 - least, share(block)));
    const ends = block.from === block.to ? [block.from] : [block.from, block.to];
    return ends.map((logit) => ({ logit, probability }));
  });
  return {
    kind: 'isotonic',
    logits: points.map(({ logit }) => logit),
    probabilities: points.map(({ probability }) => probability),
  };
}

const share = ({ positives, rows }: Block): number => positives / rows;

/** Rows of equal logits as one block, rising. */
function tiedBlocks(logits: ArrayLike<number>, labels: readonly boolean[]): readonly Block[] {
  const order = labels.map((_, row) => row).sort((a, b) => (logits[a] ?? 0) - (logits[b] ?? 0));
  const blocks: Block[] = [];
  for (const row of order) {
    const logit = logits[row] ?? 0;
    const positives = labels[row] === true ? 1 : 0;
    const last = blocks.at(-1);
    if (last?.from === logit) {
      blocks[blocks.length - 1] = { ...last, positives: last.positives + positives, rows: last.rows + 1 };
    } else blocks.push({ from: logit, to: logit, positives, rows: 1 });
  }
  return blocks;
}
