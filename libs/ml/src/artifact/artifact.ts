import { createHash } from 'node:crypto';
import type { ModelEvaluation } from '../evaluation/model-evaluation.ts';
import { ArtifactError } from './artifact-error.ts';
import {
  MANIFEST_FILE,
  SCHEMA_VERSION,
  type ArtifactFiles,
  type ArtifactKind,
  type Manifest,
  type ServedKind,
} from './manifest.ts';

/** A model version ready to be stored. */
export interface TrainedModel<Kind extends ArtifactKind = ServedKind> {
  readonly files: ArtifactFiles;
  /** Of manifest.json, which holds the hashes of the other files. */
  readonly sha256: string;
  readonly manifest: Manifest<Kind>;
  readonly evaluations: readonly ModelEvaluation[];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Seals model files: adds a manifest with the hash of each. */
export function sealArtifact<Kind extends ArtifactKind>(
  facts: Omit<Manifest<Kind>, 'schemaVersion' | 'files'>,
  modelFiles: ArtifactFiles,
): TrainedModel<Kind> {
  const manifest: Manifest<Kind> = {
    ...facts,
    schemaVersion: SCHEMA_VERSION,
    files: Object.fromEntries(
      [...modelFiles].map(([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.length }]),
    ),
  };
  const files = new Map(modelFiles).set(
    MANIFEST_FILE,
    new TextEncoder().encode(JSON.stringify(manifest, null, 1)),
  );
  return { files, sha256: artifactSha256(files), manifest, evaluations: manifest.evaluations };
}

/** The hash that names the whole artifact. Throws ArtifactError without a manifest. */
export function artifactSha256(files: ArtifactFiles): string {
  return sha256(fileOf(files, MANIFEST_FILE));
}

/** Bytes of one file. Throws ArtifactError when it is missing. */
export function fileOf(files: ArtifactFiles, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes === undefined) throw new ArtifactError(name, 'missing from the artifact');
  return bytes;
}

/** The manifest, once every file it names is there and has the hash it says. Throws ArtifactError naming the file. */
export function readManifest<Kind extends ArtifactKind = ServedKind>(
  files: ArtifactFiles,
  kind?: Kind,
): Manifest<Kind> {
  const manifest = parseManifest<Kind>(fileOf(files, MANIFEST_FILE));
  if (manifest.schemaVersion !== SCHEMA_VERSION) {
    throw new ArtifactError(
      MANIFEST_FILE,
      `schema version ${String(manifest.schemaVersion)}, this reads ${String(SCHEMA_VERSION)}`,
    );
  }
  if (kind !== undefined && manifest.kind !== kind) {
    throw new ArtifactError(MANIFEST_FILE, `a ${String(manifest.kind)} model, expected a ${kind} model`);
  }
  for (const [name, expected] of Object.entries(manifest.files)) {
    const bytes = fileOf(files, name);
    if (bytes.length !== expected.bytes) {
      throw new ArtifactError(name, `has ${bytes.length} bytes, the manifest says ${expected.bytes}`);
    }
    const actual = sha256(bytes);
    if (actual !== expected.sha256) {
      throw new ArtifactError(name, `its SHA-256 is ${actual}, the manifest says ${expected.sha256}`);
    }
  }
  return manifest;
}

function parseManifest<Kind extends ArtifactKind>(bytes: Uint8Array): Manifest<Kind> {
  try {
    // Written by sealArtifact; the caller compares its hash with the one that was published.
    return JSON.parse(new TextDecoder().decode(bytes)) as Manifest<Kind>;
  } catch (cause) {
    throw new ArtifactError(MANIFEST_FILE, 'not JSON', { cause });
  }
}
