import type { ModelVersionRow } from '#database';
import { artifactSha256, ArtifactError } from '#ml';
import type { ArtifactFiles, Infrastructure } from '#service';

export type PublishedModel<Model> =
  | { readonly kind: 'readable'; readonly model: Model }
  /** `reason` names no path: shops see it. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a version as the services that serve it do: files that are lost, changed or of another format are an outcome. */
export async function readPublished<Model>(
  { artifacts, logger }: Pick<Infrastructure, 'artifacts' | 'logger'>,
  { shopId, version, artifactSha256: published }: ModelVersionRow,
  load: (files: ArtifactFiles) => Model,
): Promise<PublishedModel<Model>> {
  try {
    const files = await artifacts.read(shopId, version);
    if (artifactSha256(files) !== published) {
      throw new ArtifactError('manifest.json', 'not the one that was published');
    }
    return { kind: 'readable', model: load(files) };
  } catch (err) {
    const reason = reasonOf(err);
    logger.error({ shopId, version, err }, `a published model is unreadable: ${reason}`);
    return { kind: 'unreadable', reason };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ArtifactError) return error.message;
  // The text of a system's error holds a path.
  const isSystemError = typeof error === 'object' && error !== null && 'code' in error;
  return isSystemError ? `its files cannot be read (${String(error.code)})` : 'its files cannot be loaded';
}
