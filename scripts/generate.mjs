// Writes the TypeScript of proto/ into libs/contracts/src/generated and clients/typescript/src/generated, and the kernel of
// boosted trees from its WebAssembly text.
// --accept-breaking also makes today's protos the ones that `npm run check` compares with.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { assembleKernel, KERNEL_FILE } from './kernel/assemble-kernel.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { 'accept-breaking': { type: 'boolean', default: false } } });

const buf = (...args) =>
  execFileSync(process.execPath, [path.join(root, 'node_modules/@bufbuild/buf/bin/buf'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });

buf('generate');
if (values['accept-breaking']) buf('build', '--exclude-source-info', '-o', 'proto/cartwise.binpb');
writeFileSync(path.join(root, KERNEL_FILE), await assembleKernel());
