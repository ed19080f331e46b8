import { loadBoosted } from './boosted-family.ts';
import { loadDense } from './dense-family.ts';
import type { FamilyLoader, FamilyName } from './model-family.ts';

/** How a model of each family comes back from its file. */
export const FAMILY_LOADERS: Readonly<Record<FamilyName, FamilyLoader>> = {
  dense: loadDense,
  boosted: loadBoosted,
};
