import { unpackArrays } from '../artifact/arrays.ts';
import { ArtifactError } from '../artifact/artifact-error.ts';
import { fileOf, readManifest } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import type { Detector } from '../detectors/detector.ts';
import { loadDetectorEnsemble } from '../detectors/load-detector-ensemble.ts';
import { ScaledAutoencoder } from '../detectors/scaled-autoencoder.ts';
import { AUTOENCODER_FILE, COLUMNS_FILE, DETECTORS_FILE, SCALE_FILE } from './fraud-files.ts';
import { readDriftBaseline } from './drift/drift-baseline.ts';
import { readFraudClassifier } from './fraud-classifier.ts';
import { FraudModel } from './fraud-model.ts';
import { readSessionModel } from './session/session-model.ts';
import { readUsualValues } from './usual-values.ts';

/** A fraud model version ready to score, without TensorFlow. Throws ArtifactError when it must not. */
export function loadFraudModel(files: ArtifactFiles): FraudModel {
  const manifest = readManifest(files, 'fraud');
  // Written by trainFraudModel; the hashes above vouch for the bytes.
  const columns = JSON.parse(new TextDecoder().decode(fileOf(files, COLUMNS_FILE))) as readonly string[];
  const { quantiles } = unpackArrays(fileOf(files, SCALE_FILE));
  if (!(quantiles instanceof Float64Array)) throw new ArtifactError(SCALE_FILE, 'expected 64-bit floats');
  return new FraudModel({
    manifest,
    columns,
    detector: detectorOf(files),
    quantiles,
    classifier: readFraudClassifier(files),
    sessions: readSessionModel(files),
    usual: readUsualValues(files),
    baseline: readDriftBaseline(files),
  });
}

function detectorOf(files: ArtifactFiles): Detector {
  const bytes = files.get(DETECTORS_FILE);
  if (bytes !== undefined) return loadDetectorEnsemble('detectors', unpackArrays(bytes));
  const { offsets, factors } = unpackArrays(fileOf(files, SCALE_FILE));
  if (offsets === undefined || factors === undefined) throw new ArtifactError(SCALE_FILE, 'has no scales');
  return ScaledAutoencoder.from({
    offsets,
    factors,
    ...unpackArrays(fileOf(files, AUTOENCODER_FILE)),
  });
}
