import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where an item's picture lies. */
export type ImageFile =
  | { readonly kind: 'file'; readonly path: string }
  /** The link leads to the web. */
  | { readonly kind: 'not fetched' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside the folder' };

/**
 * The file that an image link names: a path in the folder, or a `file:` URL of one. What leads out of the folder, by dots or by a
 * symbolic link, is refused.
 */
export async function imageFileOf(folder: string, link: string): Promise<ImageFile> {
  const isUrl = /^[a-z][a-z0-9+.-]*:/i.test(link);
  if (isUrl && !link.toLowerCase().startsWith('file:')) return { kind: 'not fetched' };
  try {
    const named = path.resolve(folder, isUrl ? fileURLToPath(link) : link);
    if (!liesIn(path.resolve(folder), named)) return { kind: 'outside the folder' };
    const real = await realpath(named);
    return liesIn(await realpath(folder), real)
      ? { kind: 'file', path: real }
      : { kind: 'outside the folder' };
  } catch {
    // No such file, or no path at all.
    return { kind: 'missing' };
  }
}

function liesIn(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
