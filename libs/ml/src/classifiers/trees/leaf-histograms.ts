import type { BinColumn, BinnedMatrix } from './binned-matrix.ts';
import type { Histogram } from './histogram.ts';
import { Arena } from './kernel/arena.ts';
import { openKernel, type HistogramKernel } from './kernel/open-kernel.ts';

interface PlacedColumn {
  readonly start: number;
  readonly bins: BinColumn;
}

/** Makes the histograms of leaves, in buffers that come back and are used again. */
export class LeafHistograms {
  /** [rows of the table]: the first ones are the rows that a tree is grown on, in the order of its leaves. */
  readonly rows: Int32Array;
  /** [rows of the table, 2]: gradients and hessians. */
  readonly pairs: Float32Array;
  private readonly ordered: Float32Array;
  private readonly byteColumns: readonly PlacedColumn[];
  private readonly wordColumns: readonly PlacedColumn[];
  private readonly free: Histogram[];
  private readonly kernel: HistogramKernel;

  /** `histogramsMost` are in use at any time. */
  constructor(matrix: BinnedMatrix, histogramsMost: number) {
    const { rowCount, bins, starts } = matrix;
    const length = 2 * (starts[bins.length] ?? 0);
    const arena = new Arena(
      bins.reduce((sum, column) => sum + Arena.size(column.byteLength), 0) +
        Arena.size(4 * rowCount) +
        2 * Arena.size(8 * rowCount) +
        histogramsMost * Arena.size(8 * length),
    );
    this.kernel = openKernel(arena.memory);
    this.rows = arena.take(Int32Array, rowCount);
    this.pairs = arena.take(Float32Array, 2 * rowCount);
    this.ordered = arena.take(Float32Array, 2 * rowCount);
    const placed = bins.map((column, i) => {
      const copy =
        column instanceof Uint8Array ? arena.take(Uint8Array, rowCount) : arena.take(Uint16Array, rowCount);
      copy.set(column);
      return { start: starts[i] ?? 0, bins: copy };
    });
    this.byteColumns = placed.filter((column) => column.bins instanceof Uint8Array);
    this.wordColumns = placed.filter((column) => column.bins instanceof Uint16Array);
    this.free = Array.from({ length: histogramsMost }, () => arena.take(Float64Array, length));
  }

  /** Of the rows at the places from..to. */
  make(from: number, to: number): Histogram {
    const { kernel, rows, pairs, ordered } = this;
    const histogram = this.free.pop();
    if (histogram === undefined) throw new RangeError('more histograms in use than there are');
    histogram.fill(0);
    if (from === to) return histogram;
    const first = rows.byteOffset + 4 * from;
    const end = rows.byteOffset + 4 * to;
    kernel.gather(pairs.byteOffset, first, end, ordered.byteOffset);
    const add = { histogram, first, end };
    this.addAll(this.byteColumns, add, kernel.addBytes, kernel.addBytes2);
    this.addAll(this.wordColumns, add, kernel.addWords, kernel.addWords2);
    return histogram;
  }

  /** A histogram that nobody needs any more. */
  release(histogram: Histogram): void {
    this.free.push(histogram);
  }

  /** The histogram of one child is its parent's less its sibling's: the parent's becomes it, in place. */
  subtract(parent: Histogram, child: Histogram): void {
    this.kernel.subtract(parent.byteOffset, parent.byteOffset + parent.byteLength, child.byteOffset);
  }

  /** Two columns at once read rows and pairs once for both. */
  private addAll(
    columns: readonly PlacedColumn[],
    {
      histogram,
      first,
      end,
    }: { readonly histogram: Histogram; readonly first: number; readonly end: number },
    addOne: HistogramKernel['addBytes'],
    addTwo: HistogramKernel['addBytes2'],
  ): void {
    const pairs = this.ordered.byteOffset;
    const placeOf = ({ start }: PlacedColumn): number => histogram.byteOffset + 16 * start;
    for (let i = 0; i < columns.length; i += 2) {
      const [one, two] = [columns[i], columns[i + 1]];
      if (one === undefined) return;
      if (two === undefined) addOne(placeOf(one), one.bins.byteOffset, first, end, pairs);
      else addTwo(placeOf(one), one.bins.byteOffset, placeOf(two), two.bins.byteOffset, first, end, pairs);
    }
  }
}
