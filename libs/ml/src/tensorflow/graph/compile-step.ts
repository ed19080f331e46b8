import type { Tensor } from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TensorFlow } from '../tensorflow.ts';
import type { NativeBackend } from './native-backend.ts';
import { recordGraph } from './record-graph.ts';
import { SAVED_MODEL_TAG, savedModelBytes } from './saved-model.ts';

/** A function that reads its inputs and tensors it makes itself, nothing else, and no tensor's values. */
export type TensorStep = (inputs: readonly Tensor[]) => readonly Tensor[];

export interface CompiledStep {
  /** The results for inputs shaped like the examples; the caller disposes both. */
  run(inputs: readonly Tensor[]): Tensor[];
  dispose(): void;
}

/**
 * Makes one call of a function that is made of hundreds of operations. On a native CPU the operations of one run are recorded, with
 * those of gradients, and given to TensorFlow as a graph: it runs them without coming back to JavaScript, two at a time,
 * and reuses their memory. Elsewhere the function runs as it is.
 */
export function compileStep(tf: TensorFlow, step: TensorStep, examples: readonly Tensor[]): CompiledStep {
  if (tf.getBackend() !== 'tensorflow') return asItIs(tf, step);
  const backend = tf.backend() as unknown as NativeBackend;
  // Feeds and results of a graph go through the host's memory; on a GPU the tensors had better stay there.
  if (backend.isUsingGpuDevice) return asItIs(tf, step);
  const graph = recordGraph(tf, backend, examples, () => step(examples));
  const folder = mkdtempSync(path.join(tmpdir(), 'cartwise-graph-'));
  try {
    writeFileSync(path.join(folder, 'saved_model.pb'), savedModelBytes(graph, backend.binding));
    const id = backend.binding.loadSavedModel(folder, SAVED_MODEL_TAG);
    const names = graph.nodes.flatMap(({ kind, name }) => (kind === 'input' ? [{ name: `${name}:0` }] : []));
    return {
      run: (inputs) => backend.runSavedModel(id, inputs, names, graph.outputs),
      dispose: () => backend.binding.deleteSavedModel(id),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const asItIs = (tf: TensorFlow, step: TensorStep): CompiledStep => ({
  run: (inputs) => tf.tidy(() => [...step(inputs)]),
  dispose: () => {},
});
