import { webAssembly, type WasmMemory } from './webassembly.ts';

/** Both the kernel's numbers of 64 bits and its vectors of 128 begin at multiples of it. */
const ALIGNMENT_BYTES = 16;
const PAGE_BYTES = 65_536;
const PAGES_MOST = 65_536;

type ArrayType<T> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, from: number, length: number): T;
};

/** Arrays in one memory that the kernel and JavaScript both see. */
export class Arena {
  readonly memory: WasmMemory;
  private next = 0;

  /** Room for so many bytes. Throws RangeError above 4 GB, which is as far as the kernel's addresses go. */
  constructor(bytes: number) {
    const pages = Math.ceil(bytes / PAGE_BYTES);
    if (pages > PAGES_MOST)
      throw new RangeError(
        `the table needs ${Math.ceil(bytes / 1e6)} MB to grow trees on, 4,294 are possible`,
      );
    this.memory = new webAssembly.Memory({ initial: pages, maximum: pages });
  }

  /** Bytes that an array takes. */
  static size(bytes: number): number {
    return Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  }

  /** A new array of zeros. */
  take<T>(type: ArrayType<T>, length: number): T {
    const from = this.next;
    this.next += Arena.size(length * type.BYTES_PER_ELEMENT);
    return new type(this.memory.buffer, from, length);
  }
}
