import type { ArtifactFiles } from '../artifact/manifest.ts';
import type { HeldOutEvaluation } from '../evaluation/evaluate-models.ts';
import type { EpochLoss } from '../training/epoch-loss.ts';
import { REPORT_FILE } from './recommender-files.ts';

/** What training saw of itself: kept with the artifact, for plots. */
export interface TrainingReport {
  /** Of the blend, and of the neural source that serves. */
  readonly losses: readonly EpochLoss[];
  /** On what was held out of the training that was compared; the evaluations are in the manifest. */
  readonly heldOut: Omit<HeldOutEvaluation, 'evaluations' | 'gains'>;
}

/** JSON in UTF-8, which readTrainingReport reads. */
export function encodeReport(heldOut: TrainingReport['heldOut'], losses: readonly EpochLoss[]): Uint8Array {
  const { breakdowns, interactionsByDecile } = heldOut;
  const report: TrainingReport = { losses, heldOut: { breakdowns, interactionsByDecile } };
  return new TextEncoder().encode(JSON.stringify(report));
}

/** The report of a version; undefined of one that was trained before there were any. */
export function readTrainingReport(files: ArtifactFiles): TrainingReport | undefined {
  const bytes = files.get(REPORT_FILE);
  // Written by encodeReport; the manifest's hash vouches for the bytes.
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as TrainingReport);
}
