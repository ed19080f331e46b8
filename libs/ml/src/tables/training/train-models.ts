import { MeanClassifier } from '../model/mean-classifier.ts';
import type { FamilyName, FamilyTraining, ModelFamily } from '../model/model-family.ts';
import type { TableClassifier } from '../model/table-classifier.ts';

/** The mean of all families. */
export const ENSEMBLE = 'ensemble';

export interface NamedModel {
  readonly name: string;
  readonly model: TableClassifier;
  /** What it is the mean of. */
  readonly families: readonly FamilyName[];
}

/** A model of every family and, of several, their mean. */
export async function trainModels({
  families,
  progress,
  ...training
}: FamilyTraining & { readonly families: readonly ModelFamily[] }): Promise<readonly NamedModel[]> {
  const models: NamedModel[] = [];
  for (const [place, family] of families.entries()) {
    const model = await family.train({
      ...training,
      progress: (stage, done) => progress?.(`${family.name}, ${stage}`, (place + done) / families.length),
    });
    models.push({ name: family.name, model, families: [family.name] });
  }
  if (models.length < 2) return models;
  const mean = new MeanClassifier(models.map(({ model }) => model));
  return [...models, { name: ENSEMBLE, model: mean, families: families.map(({ name }) => name) }];
}
