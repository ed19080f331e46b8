import { unpackArrays } from '../artifact/arrays.ts';
import { ArtifactError } from '../artifact/artifact-error.ts';
import { fileOf, readManifest } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { Autoencoder } from '../detectors/autoencoder.ts';
import { COLUMNS_FILE, DETECTOR_FILE, SCALE_FILE } from './fraud-files.ts';
import { readFraudClassifier } from './fraud-classifier.ts';
import { FraudModel } from './fraud-model.ts';
import { readUsualValues } from './usual-values.ts';

/** A fraud model version ready to score, without TensorFlow. Throws ArtifactError when it must not. */
export function loadFraudModel(files: ArtifactFiles): FraudModel {
  const manifest = readManifest(files, 'fraud');
  // Written by trainFraudModel; the hashes above vouch for the bytes.
  const columns = JSON.parse(new TextDecoder().decode(fileOf(files, COLUMNS_FILE))) as readonly string[];
  const { offsets, factors, quantiles } = unpackArrays(fileOf(files, SCALE_FILE));
  if (!(
    offsets instanceof Float64Array &&
    factors instanceof Float64Array &&
    quantiles instanceof Float64Array
  )) {
    throw new ArtifactError(SCALE_FILE, 'expected 64-bit floats');
  }
  return new FraudModel({
    manifest,
    columns,
    scaler: { offsets, factors },
    detector: Autoencoder.from(unpackArrays(fileOf(files, DETECTOR_FILE))),
    quantiles,
    classifier: readFraudClassifier(files),
    usual: readUsualValues(files),
  });
}
