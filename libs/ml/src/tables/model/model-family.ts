import type { NamedArrays } from '../../artifact/arrays.ts';
import type { LabelledMatrix } from '../../classifiers/labelled-matrix.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random.ts';
import type { TableClassifier } from './table-classifier.ts';

export const FAMILY_NAMES = ['dense', 'boosted'] as const;
export type FamilyName = (typeof FAMILY_NAMES)[number];

export interface FamilyTraining {
  readonly data: LabelledMatrix;
  readonly classCount: number;
  readonly random: Random;
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A kind of model that learns from any table. */
export interface ModelFamily {
  readonly name: FamilyName;
  /** As told or chosen, for the manifest. */
  readonly settings: Readonly<Record<string, unknown>>;
  train(training: FamilyTraining): Promise<TableClassifier>;
}

/** Brings a model back from what its state was. */
export type FamilyLoader = (state: NamedArrays, classCount: number) => TableClassifier;
