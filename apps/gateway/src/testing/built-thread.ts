import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ENTRY = path.resolve('dist/apps/gateway/src/recommenders/recommender-thread.js');

/** The thread of the models as it is built: threads run JavaScript, also where the test is TypeScript. */
export function builtThread(): URL {
  if (!existsSync(ENTRY)) throw new Error(`${ENTRY} is missing: npm run build makes it`);
  return pathToFileURL(ENTRY);
}
