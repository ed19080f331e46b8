import { registerKernel, UnsortedSegmentSum, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * The gradient of `gather` needs UnsortedSegmentSum, which the WebAssembly backend lacks: without it no embedding
 * can be trained there. x [rows, ...rest], segmentIds [rows] -> [numSegments, ...rest].
 */
export function registerSegmentSum(): void {
  registerKernel({
    kernelName: UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      // The engine calls a kernel with the backend it is registered for and the inputs of its op.
      const wasm = backend as BackendWasm;
      const { x, segmentIds } = inputs as { readonly x: TensorInfo; readonly segmentIds: TensorInfo };
      const { numSegments } = attrs as unknown as { readonly numSegments: number };
      const rest = x.shape.slice(1);
      const width = rest.reduce((product, size) => product * size, 1);
      const sum = wasm.makeOutput([numSegments, ...rest], x.dtype);
      const values = wasm.typedArrayFromHeap(x);
      const segments = wasm.typedArrayFromHeap(segmentIds);
      const sums = wasm.typedArrayFromHeap(sum);
      sums.fill(0);
      for (let row = 0; row < segments.length; row++) {
        const to = (segments[row] ?? 0) * width;
        const from = row * width;
        for (let i = 0; i < width; i++) sums[to + i] = (sums[to + i] ?? 0) + (values[from + i] ?? 0);
      }
      return sum;
    },
  });
}
