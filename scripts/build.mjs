// `npm run build`: dist/ from the sources, stamped, so that a start after it does not build again.
import path from 'node:path';
import { build } from './build-if-stale.mjs';

build(path.resolve(import.meta.dirname, '..'));
