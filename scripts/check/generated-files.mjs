// Generates the protos' TypeScript into a temporary folder and compares it with the committed files; assembles the kernel too.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleKernel, KERNEL_FILE } from '../kernel/assemble-kernel.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const GENERATED = ['libs/contracts/src/generated', 'clients/typescript/src/generated'];
const fresh = mkdtempSync(path.join(tmpdir(), 'cartwise-generated-'));

/** By path relative to the folder: the file's text. */
function filesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), readFileSync(file, 'utf8')];
    }),
  );
}

function staleIn(folder) {
  const committed = filesOf(path.join(root, folder));
  const expected = filesOf(path.join(fresh, folder));
  return [...new Set([...committed.keys(), ...expected.keys()])]
    .filter((file) => committed.get(file) !== expected.get(file))
    .map((file) => path.join(folder, file));
}

try {
  const buf = path.join(root, 'node_modules/@bufbuild/buf/bin/buf');
  execFileSync(process.execPath, [buf, 'generate', '-o', fresh], { cwd: root, stdio: 'inherit' });
  const stale = GENERATED.flatMap(staleIn);
  if (readFileSync(path.join(root, KERNEL_FILE), 'utf8') !== (await assembleKernel()))
    stale.push(KERNEL_FILE);
  for (const file of stale) console.error(`${file} is not what is generated`);
  if (stale.length > 0) {
    console.error('run: npm run generate');
    process.exitCode = 1;
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
