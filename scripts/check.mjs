// `npm run check`: everything that can be said about the code without running it. One line a check, and the
// output of those that fail. The same list runs in CI.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
/** Most checks use one core each; more at once only makes them wait for each other. */
const CONCURRENCY = 2;

const bin = (file, ...args) => [path.join('node_modules', file), ...args];
// The slowest stand first, so that they do not run alone at the end.
const CHECKS = [
  ['types', bin('typescript/bin/tsc', '-p', 'tsconfig.json')],
  ['types of the page', bin('typescript/bin/tsc', '-p', 'examples/storefront-web/page/tsconfig.json')],
  ['format', bin('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['unused code', bin('knip/bin/knip.js', '--no-progress')],
  [
    'deployment files',
    [
      '--experimental-vm-modules',
      ...bin('jest/bin/jest.js', '--silent', '--maxWorkers=1', 'test/deployment'),
    ],
  ],
  ['generated files', ['scripts/check/generated-files.mjs']],
  ['lint', bin('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format', 'unix')],
  ['protos', bin('@bufbuild/buf/bin/buf', 'lint')],
  ['proto changes', bin('@bufbuild/buf/bin/buf', 'breaking', '--against', 'proto/cartwise.binpb')],
];

/** Resolves to whether the check passed. */
function run([name, args]) {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', reject).on('close', (code) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
      if (code !== 0) console.log(output.trimEnd().replaceAll(/^/gm, '        '));
      resolve(code === 0);
    });
  });
}

const waiting = [...CHECKS];
let failures = 0;
await Promise.all(
  Array.from({ length: CONCURRENCY }, async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      if (!(await run(check))) failures += 1;
    }
  }),
);
console.log(failures === 0 ? 'all checks passed' : `${failures} of ${CHECKS.length} checks failed`);
process.exitCode = failures === 0 ? 0 : 1;
