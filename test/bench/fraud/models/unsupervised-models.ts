import type { MeasuredModel } from '../fold.ts';

/** Detectors: none of them reads a label. */
export const UNSUPERVISED_MODELS: readonly MeasuredModel[] = [];
