import { HISTOGRAM_BYTES } from './histogram-bytes.ts';
import { webAssembly, type WasmMemory } from './webassembly.ts';

/** What histogram.wat exports; all parameters are byte addresses in the memory it was opened on. */
export interface HistogramKernel {
  gather(pairs: number, rows: number, end: number, ordered: number): void;
  subtract(parent: number, end: number, child: number): void;
  addBytes(to: number, bins: number, rows: number, end: number, pairs: number): void;
  addWords(to: number, bins: number, rows: number, end: number, pairs: number): void;
  addBytes2(
    to: number,
    bins: number,
    to2: number,
    bins2: number,
    rows: number,
    end: number,
    pairs: number,
  ): void;
  addWords2(
    to: number,
    bins: number,
    to2: number,
    bins2: number,
    rows: number,
    end: number,
    pairs: number,
  ): void;
}

let compiled: object | undefined;

/** The kernel, working on this memory. */
export function openKernel(memory: WasmMemory): HistogramKernel {
  compiled ??= new webAssembly.Module(Uint8Array.from(atob(HISTOGRAM_BYTES), (each) => each.charCodeAt(0)));
  // Its text is beside it, and says what it exports.
  return new webAssembly.Instance(compiled, { host: { memory } }).exports as HistogramKernel;
}
