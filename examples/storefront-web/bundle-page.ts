import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const inPage = (file: string) => fileURLToPath(new URL(`./page/${file}`, import.meta.url));

export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

/** The files of the page by path; its scripts and Segment's client in one. */
export async function bundlePage(): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: [inPage('page.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'error',
    // Its development builds ask for this.
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', content: await readFile(inPage('index.html')) }],
    ['/style.css', { type: 'text/css; charset=utf-8', content: await readFile(inPage('style.css')) }],
    ['/page.js', { type: 'text/javascript', content: Buffer.from(outputFiles[0]?.contents ?? []) }],
  ]);
}
