import { readManifest } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import type { SurrogateRule, SurrogateRules } from '../classifiers/surrogate/surrogate-rules.ts';

/** Name within the artifact: the rules as text with their figures, and the features by what they are worth. */
export const RETOLD_FILE = 'classifier-retold.json';

/** A classifier as a few rules, with how faithful they are to it. */
export interface RetoldRules extends Omit<SurrogateRules, 'rules'> {
  /** Share of the orders that counts as flagged by the model: the most suspect. */
  readonly flaggedShare: number;
  /** Highest log-odds first. */
  readonly rules: readonly (SurrogateRule & { readonly text: string })[];
  /** Mean size of each feature's contribution to the log-odds of flagged orders, largest first. */
  readonly importances: readonly { readonly column: string; readonly meanContribution: number }[];
}

/**
 * What a fraud artifact keeps of its classifier retold; undefined where it has none: too few frauds were known, or all of
 * them among the older orders or among the newest, so that none could be both learnt from and retold.
 * Figures that are of no rows are NaN. Throws ArtifactError for an artifact that is not as it was written.
 */
export function readRetoldRules(files: ArtifactFiles): RetoldRules | undefined {
  readManifest(files, 'fraud');
  const bytes = files.get(RETOLD_FILE);
  if (bytes === undefined) return undefined;
  // JSON has no NaN. Written by the training; the hash above vouches for the bytes.
  return JSON.parse(new TextDecoder().decode(bytes), (_, value: unknown) =>
    value === null ? NaN : value,
  ) as RetoldRules;
}
