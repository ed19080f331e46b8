import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { TensorFlow } from './tensorflow.ts';

export const BACKENDS = ['native-gpu', 'native', 'wasm', 'cpu'] as const;
export type Backend = (typeof BACKENDS)[number];
/** `auto` takes the first of BACKENDS that works. */
export type BackendPreference = 'auto' | Backend;

export interface OpenedTensorFlow {
  readonly tf: TensorFlow;
  readonly backend: Backend;
  /** Why this one: for the log and the console. */
  readonly reason: string;
}

const require = createRequire(import.meta.url);

/** Loads TensorFlow on the preferred backend. A named one that does not work throws, with the reason. */
export async function openTensorFlow(preference: BackendPreference): Promise<OpenedTensorFlow> {
  const failures: string[] = [];
  for (const backend of preference === 'auto' ? BACKENDS : [preference]) {
    try {
      const tf = await OPEN[backend]();
      const why = preference === 'auto' ? 'the first that works' : 'chosen by configuration';
      return { tf, backend, reason: [why, ...failures].join('; ') };
    } catch (error) {
      const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
      failures.push(`${backend}: ${line}`);
    }
  }
  throw new Error(`TensorFlow does not start: ${failures.join('; ')}`);
}

const OPEN: Readonly<Record<Backend, () => Promise<TensorFlow>>> = {
  'native-gpu': async () => {
    const native = openNative('@tensorflow/tfjs-node-gpu');
    if (native.backend().isUsingGpuDevice !== true) throw new Error('the library found no GPU');
    return withBackend('tensorflow');
  },
  native: async () => {
    // Without a GPU the GPU library computes on the CPU; a second native library beside it would only take memory.
    if (!isNativeLoaded('@tensorflow/tfjs-node-gpu')) openNative('@tensorflow/tfjs-node');
    return withBackend('tensorflow');
  },
  wasm: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}${path.sep}`);
    const { registerSegmentSum } = await import('./wasm-segment-sum.ts');
    registerSegmentSum();
    return withBackend('wasm');
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    return withBackend('cpu');
  },
};

/** What the native packages add to TensorFlow.js. */
interface NativePackage {
  backend(): { readonly isUsingGpuDevice?: boolean };
}

function openNative(packageName: string): NativePackage {
  const entry = require.resolve(packageName);
  // Without its addon the package fails half-way, with its kernels registered already.
  if (!existsSync(path.join(path.dirname(entry), '..', 'lib', 'napi-v8', 'tfjs_binding.node'))) {
    throw new Error('not prepared on this machine (scripts/prepare-tensorflow.mjs)');
  }
  // tfjs-node 4.22 calls two functions that Node 23 removed.
  Object.assign(require('node:util') as object, {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  });
  return require(entry) as NativePackage;
}

function isNativeLoaded(packageName: string): boolean {
  try {
    return require.cache[require.resolve(packageName)] !== undefined;
  } catch {
    return false;
  }
}

async function withBackend(name: string): Promise<TensorFlow> {
  // The union package: the core's own bundle for Node comes without gradients. All tfjs packages are one version
  // and share one copy of the core, where backends are registered.
  const tf = require('@tensorflow/tfjs') as TensorFlow;
  // Leaves out the banner that recommends the native package.
  tf.enableProdMode();
  if (!(await tf.setBackend(name))) throw new Error(`the ${name} backend did not start`);
  await tf.ready();
  return tf;
}
