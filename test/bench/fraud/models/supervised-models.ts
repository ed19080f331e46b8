import type { MeasuredModel } from '../fold.ts';

/** Classifiers: they read the labels of the training part. */
export const SUPERVISED_MODELS: readonly MeasuredModel[] = [];
