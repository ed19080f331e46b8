import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from 'esbuild';

// Hooks of Node's module loader, so that benchmarks and examples run from their sources on every Node that Cartwise supports.
// The product itself is not touched: its packages (#service, …) resolve to what was built in dist/.

const TEST_SUPPORT = pathToFileURL(
  fileURLToPath(new URL('../../test/support/index.ts', import.meta.url)),
).href;

export function resolve(specifier, context, next) {
  // The one package that is never built.
  if (specifier === '#test-support') return { url: TEST_SUPPORT, format: 'module', shortCircuit: true };
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts') || !existsSync(fileURLToPath(url))) {
    return next(url, context);
  }
  const { code } = await transform(readFileSync(fileURLToPath(url), 'utf8'), {
    loader: 'ts',
    target: 'node20.19',
    sourcemap: 'inline',
    sourcefile: fileURLToPath(url),
  });
  return { format: 'module', source: code, shortCircuit: true };
}
