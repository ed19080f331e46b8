import { packArrays, unpackArrays } from '../../artifact/arrays.ts';
import { ArtifactError } from '../../artifact/artifact-error.ts';
import type { ArtifactFiles } from '../../artifact/manifest.ts';
import { binCount, binOf, cutQuantiles, type QuantileBins } from './quantile-bins.ts';

/**
 * What orders looked like when a model was trained: bins of each feature and, last, of how strange
 * they are (a rank, so that two detectors give the same), with their counts.
 */
export interface DriftBaseline {
  /** [columns + 1] */
  readonly bins: readonly QuantileBins[];
  /** [columns + 1][bins] */
  readonly counts: readonly Int32Array[];
}

/** Name within the artifact; a version that had too few orders, or is from before there was one, has none. */
export const DRIFT_FILE = 'drift.bin';
/** With fewer, chance alone moves the index by more than half of what counts as a shift. */
const BASELINE_ROWS_MIN = 200;
/** A tenth of so many is as good as one of all. */
const ROWS_MOST = 20_000;

/**
 * `rows` [orders][columns] are the newest orders that the detector was not trained on, `scores` how strange it finds
 * them: older orders had less of a past to be counted. Undefined with fewer than BASELINE_ROWS_MIN.
 */
export function driftBaseline(
  rows: readonly Float64Array[],
  scores: readonly number[],
): DriftBaseline | undefined {
  if (rows.length < BASELINE_ROWS_MIN) return undefined;
  const [newest, theirs] = [rows.slice(-ROWS_MOST), scores.slice(-ROWS_MOST)];
  const features = Array.from({ length: newest[0]?.length ?? 0 }, (_, column) =>
    newest.map((row) => row[column] ?? NaN),
  );
  const columns = [...features, theirs];
  const bins = columns.map(cutQuantiles);
  return { bins, counts: columns.map((values, i) => countInto(bins[i], values)) };
}

/** The bins and counts of all columns end to end, which readDriftBaseline takes apart. */
export function packDriftBaseline({ bins, counts }: DriftBaseline): Uint8Array {
  return packArrays({
    lowest: Float64Array.from(bins, ({ lowest }) => lowest),
    edgeCounts: Int32Array.from(bins, ({ edges }) => edges.length),
    edges: Float64Array.from(bins.flatMap(({ edges }) => [...edges])),
    counts: Int32Array.from(counts.flatMap((each) => [...each])),
  });
}

/** What packDriftBaseline gave; undefined of a version that has none. Throws ArtifactError on another content. */
export function readDriftBaseline(files: ArtifactFiles): DriftBaseline | undefined {
  const bytes = files.get(DRIFT_FILE);
  if (bytes === undefined) return undefined;
  const { lowest, edgeCounts, edges, counts } = unpackArrays(bytes);
  if (!(lowest instanceof Float64Array && edges instanceof Float64Array && counts instanceof Int32Array)) {
    throw new ArtifactError(DRIFT_FILE, 'expected 64-bit floats and 32-bit integers');
  }
  let at = 0;
  const bins = [...lowest].map((low, i) => {
    const from = at;
    at += edgeCounts?.[i] ?? 0;
    return { lowest: low, edges: edges.slice(from, at) };
  });
  at = 0;
  const byColumn = bins.map((each) => counts.slice(at, (at += binCount(each))));
  return { bins, counts: byColumn };
}

function countInto(bins: QuantileBins | undefined, values: readonly number[]): Int32Array {
  const counts = new Int32Array(bins === undefined ? 0 : binCount(bins));
  if (bins === undefined) return counts;
  for (const value of values) {
    const bin = binOf(bins, value);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
