import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, whether this runs from source or from dist. */
export const PROJECT_ROOT = findUp(path.dirname(fileURLToPath(import.meta.url)));

function findUp(folder: string): string {
  // proto/ tells the project's own package.json from one that a build may copy.
  if (existsSync(path.join(folder, 'package.json')) && existsSync(path.join(folder, 'proto'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('not inside the Cartwise project');
  return findUp(parent);
}
