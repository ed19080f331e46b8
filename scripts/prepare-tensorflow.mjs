// Makes native TensorFlow usable: about 20 times faster at training than WebAssembly, which is used where this
// cannot be done. Options: --gpu. CARTWISE_TF_BACKEND: auto (default), native (fail without it), wasm, cpu (skip).
import path from 'node:path';
import { CannotPrepare, prepare } from './tensorflow/prepare.mjs';
import { VARIANTS } from './tensorflow/variants.mjs';

const root = path.resolve(import.meta.dirname, '..');
const preference = process.env['CARTWISE_TF_BACKEND'] ?? 'auto';
const isGpu = process.argv.includes('--gpu') || preference === 'native-gpu';
const variant = isGpu ? VARIANTS.gpu : VARIANTS.cpu;
const log = (text) => console.log(`tensorflow (${variant.name}): ${text}`);

if (preference === 'auto' || preference.startsWith('native')) {
  try {
    if (await prepare(root, variant, log)) log('native TensorFlow is ready');
  } catch (error) {
    // A full disk or a broken download must not stop a start that can do without.
    if (preference !== 'auto' && !(error instanceof CannotPrepare)) throw error;
    log(`no native TensorFlow: ${error.message}`);
    if (preference === 'auto') log('training uses WebAssembly, which is slower');
    else process.exitCode = 1;
  }
}
