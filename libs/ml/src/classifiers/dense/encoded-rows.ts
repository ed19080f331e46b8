import type { FeatureMatrix } from '../../tables/feature-matrix.ts';
import type { DenseInputs } from './dense-inputs.ts';

/** 256 MiB of inputs. */
const KEPT_MOST = 64 * 1024 * 1024;

/**
 * Rows of a table as the inputs of a dense network, which reads each of them in every epoch: encoded once and kept, where that
 * takes no more than 256 MiB, and anew for each batch where it would take more.
 */
export class EncodedRows {
  private readonly width: number;
  /** [rows x width], or undefined where they are too many. */
  private readonly kept: Float32Array | undefined;

  /** `rows` are those of the matrix that are asked for; `keptMost` is how many inputs are kept. */
  constructor(
    private readonly inputs: DenseInputs,
    private readonly matrix: FeatureMatrix,
    private readonly rows: Int32Array,
    keptMost = KEPT_MOST,
  ) {
    this.width = inputs.width;
    const count = rows.length * this.width;
    this.kept = count > keptMost ? undefined : this.encoded(rows.keys(), rows.length);
  }

  /** [places x width] The rows at these places of `rows`. */
  at(places: Int32Array): Float32Array {
    const { kept, width } = this;
    if (kept === undefined) return this.encoded(places, places.length);
    const batch = new Float32Array(places.length * width);
    for (let i = 0; i < places.length; i++) {
      const from = (places[i] ?? 0) * width;
      batch.set(kept.subarray(from, from + width), i * width);
    }
    return batch;
  }

  private encoded(places: Iterable<number>, count: number): Float32Array {
    const { inputs, matrix, rows, width } = this;
    const values = new Float32Array(count * width);
    let at = 0;
    for (const place of places) {
      const row = rows[place] ?? 0;
      inputs.encode((column) => matrix.values[column]?.[row] ?? NaN, values.subarray(at, (at += width)));
    }
    return values;
  }
}
