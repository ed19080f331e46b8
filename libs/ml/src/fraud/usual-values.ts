import { packArrays, unpackArrays } from '../artifact/arrays.ts';
import { ArtifactError } from '../artifact/artifact-error.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';

/** Name within the artifact; versions from before there was one have none. */
export const USUAL_FILE = 'usual.bin';
/** A median of so many is as good as one of all. */
const ROWS_MOST = 10_000;

/** What is usual of each column: the median of past orders. `rows` [orders][columns]; empty without rows. */
export function usualValues(rows: readonly Float64Array[]): Float64Array {
  const step = Math.max(1, Math.ceil(rows.length / ROWS_MOST));
  const sampled = rows.filter((_, i) => i % step === 0);
  return Float64Array.from({ length: rows[0]?.length ?? 0 }, (_, column) => {
    const known = sampled.map((row) => row[column] ?? NaN).filter((value) => !Number.isNaN(value));
    return Float64Array.from(known).sort()[known.length >>> 1] ?? NaN;
  });
}

export const packUsualValues = (medians: Float64Array): Uint8Array => packArrays({ medians });

/** The medians of an artifact, a column each; undefined of one that has none. Throws ArtifactError on another content. */
export function readUsualValues(files: ArtifactFiles): Float64Array | undefined {
  const bytes = files.get(USUAL_FILE);
  if (bytes === undefined) return undefined;
  const { medians } = unpackArrays(bytes);
  if (!(medians instanceof Float64Array)) throw new ArtifactError(USUAL_FILE, 'expected 64-bit floats');
  return medians;
}
