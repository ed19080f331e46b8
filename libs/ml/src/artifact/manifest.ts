import type { CompressionRecord } from '../compression/compression.ts';
import type { ModelEvaluation } from '../evaluation/model-evaluation.ts';

export const MANIFEST_FILE = 'manifest.json';

/** Raised when a new library can no longer read old artifacts. */
export const SCHEMA_VERSION = 3;

/** Relative name to bytes; where the bytes are kept is the caller's matter. */
export type ArtifactFiles = ReadonlyMap<string, Uint8Array>;

/** Kinds of models that a shop is served by. */
export type ServedKind = 'recommender' | 'fraud';
export type ArtifactKind = ServedKind | 'table';

/** What a model version is made of and where it came from. */
export interface Manifest<Kind extends ArtifactKind = ServedKind> {
  readonly kind: Kind;
  readonly version: string;
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly trainedAtMs: number;
  /** Events with a time in [from, until) were used. */
  readonly dataFromMs: number;
  readonly dataUntilMs: number;
  readonly seed: number;
  /** The TensorFlow backend it was trained on. */
  readonly backend: string;
  readonly hyperParameters: Readonly<Record<string, unknown>>;
  /** What was made smaller and what it cost; absent where nothing can be. */
  readonly compression?: CompressionRecord;
  readonly evaluations: readonly ModelEvaluation[];
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}
