import { register } from 'node:module';

// `node --import` of this file runs TypeScript.
register('./load-typescript.mjs', import.meta.url);
