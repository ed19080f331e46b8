import { unpackArrays } from '../../artifact/arrays.ts';
import { fileOf, readManifest } from '../../artifact/artifact.ts';
import type { ArtifactFiles } from '../../artifact/manifest.ts';
import { FAMILY_LOADERS } from './family-loaders.ts';
import { MeanClassifier } from './mean-classifier.ts';
import { modelFile, TABLE_FILE, type TableFacts } from './table-files.ts';
import { TableModel } from './table-model.ts';

/** A model of a table ready to predict, without TensorFlow. Throws ArtifactError when it must not. */
export function loadTableModel(files: ArtifactFiles): TableModel {
  const manifest = readManifest(files, 'table');
  // Written by trainTable; the hashes above vouch for the bytes.
  const facts = JSON.parse(new TextDecoder().decode(fileOf(files, TABLE_FILE))) as TableFacts;
  const models = facts.families.map((family) =>
    FAMILY_LOADERS[family](unpackArrays(fileOf(files, modelFile(family))), facts.classes.length),
  );
  return new TableModel(manifest, facts, new MeanClassifier(models));
}
