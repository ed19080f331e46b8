import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/** A file of the repository, as text. */
export const readText = (file: string): string => readFileSync(path.join(REPOSITORY, file), 'utf8');

/** Paths of the files under a folder of the repository, relative to the repository. */
export function listFiles(folder: string): readonly string[] {
  const entries = readdirSync(path.join(REPOSITORY, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(REPOSITORY, path.join(entry.parentPath, entry.name)));
}

/** The documents of a YAML text, anchors and merge keys resolved. Throws on a syntax error or a key given twice. */
export function parseYaml(text: string): readonly unknown[] {
  return parseAllDocuments(text, { merge: true }).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS() as unknown;
  });
}
