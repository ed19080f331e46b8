import { isDeepStrictEqual } from 'node:util';
import { artifactSha256, loadFraudModel, ORDER_FEATURE_NAMES, type FraudModel } from '#ml';
import type { ArtifactFiles } from '#service';

/** The model of an artifact that has proved that it can serve. Throws, with the reason, for one that cannot. */
export function prepareFraudModel(
  { artifactSha256: published }: { readonly artifactSha256: string },
  files: ArtifactFiles,
): FraudModel {
  const actual = artifactSha256(files);
  if (actual !== published) {
    throw new Error(`the artifact's SHA-256 is ${actual}, ${published} was published`);
  }
  const model = loadFraudModel(files);
  if (!isDeepStrictEqual(model.columns, ORDER_FEATURE_NAMES)) {
    throw new Error('the model was trained on other features than orders have now');
  }
  // One smoke score: what throws here would throw at checkout.
  model.score(new Float64Array(ORDER_FEATURE_NAMES.length));
  return model;
}
