/** What is done to a model's numbers before they are stored. */
export interface Compression {
  /** Item vectors and the other matrices of attention in 8 bits. */
  readonly vectors: boolean;
  /** Cells of item matrices in 8 bits. */
  readonly cells: boolean;
  /** With `cells`: those below this share of their row's largest are dropped; 0 for none. */
  readonly leastCell: number;
  /** Share of the blend's hidden units that is taken out; 0 for none. */
  readonly prunedUnits: number;
}

export const UNCOMPRESSED: Compression = { vectors: false, cells: false, leastCell: 0, prunedUnits: 0 };

/** The model's record of it: what each step cost and gave on held-out data, whether it was kept or not. */
export interface CompressionRecord {
  readonly chosen: Compression;
  readonly queries: number;
  /** A step was kept whose loss was, by its upper bound (loss + standard error), within this. */
  readonly noise: number;
  readonly before: CompressionFigures;
  readonly after: CompressionFigures;
  readonly steps: readonly CompressionStep[];
}

export interface CompressionFigures {
  readonly ndcg: number;
  /** Of the model's files. */
  readonly bytes: number;
  /** Recorded, not judged; absent without a clock. */
  readonly millisecondsPerList?: number;
}

export interface CompressionStep extends Pick<CompressionFigures, 'ndcg' | 'bytes'> {
  readonly step: Partial<Compression>;
  /** NDCG lost against the uncompressed model, paired by query, and its standard error. */
  readonly loss: number;
  readonly standardError: number;
  readonly kept: boolean;
}
