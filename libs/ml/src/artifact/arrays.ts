const TYPES = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  u8: Uint8Array,
  i8: Int8Array,
} as const;
type TypeName = keyof typeof TYPES;
export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array | Int8Array;
export type NamedArrays = Readonly<Record<string, NumberArray>>;

/** Every array starts at a multiple of this, so that it can be viewed in place. */
const ALIGNMENT_BYTES = 8;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

interface Entry {
  readonly name: string;
  readonly type: TypeName;
  readonly length: number;
  /** 16 bits a number where all of them fit: item numbers of all but the largest catalogues. */
  readonly stored?: 'u16';
}

const UINT16_MAX = 0xffff;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;

/**
 * Numbers as bytes: the length of a JSON header (uint32), the header naming each array, then the arrays, all
 * little-endian, each on an 8-byte boundary. 32-bit integers that need no more are stored in 16 bits.
 */
export function packArrays(arrays: NamedArrays): Uint8Array {
  const parts = Object.entries(arrays).map(([name, array]) => {
    const entry: Entry = { name, type: typeName(array), length: array.length };
    return array instanceof Int32Array && fitsUint16(array)
      ? { entry: { ...entry, stored: 'u16' }, array: Uint16Array.from(array) }
      : { entry, array };
  });
  const header = new TextEncoder().encode(JSON.stringify(parts.map(({ entry }) => entry)));
  const start = aligned(4 + header.length);
  const size = parts.reduce((sum, { array }) => sum + aligned(array.byteLength), start);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let at = start;
  for (const { array } of parts) {
    const part = bytes.subarray(at, at + array.byteLength);
    part.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    toHostOrder(part, array.BYTES_PER_ELEMENT);
    at += aligned(array.byteLength);
  }
  return bytes;
}

/** What packArrays wrote, copied out. Throws RangeError when the bytes do not hold what their header says. */
export function unpackArrays(bytes: Uint8Array): NamedArrays {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint32(0, true);
  // Written by packArrays; the manifest's hash has vouched for the bytes.
  const entries = JSON.parse(
    new TextDecoder().decode(bytes.subarray(4, 4 + headerLength)),
  ) as readonly Entry[];
  const arrays: Record<string, NumberArray> = {};
  let at = aligned(4 + headerLength);
  for (const { name, type, length, stored } of entries) {
    const array = stored === 'u16' ? new Uint16Array(length) : new TYPES[type](length);
    const part = bytes.slice(at, at + array.byteLength);
    if (part.length !== array.byteLength) throw new RangeError(`the bytes end within "${name}"`);
    toHostOrder(part, array.BYTES_PER_ELEMENT);
    new Uint8Array(array.buffer).set(part);
    arrays[name] = array instanceof Uint16Array ? Int32Array.from(array) : array;
    at += aligned(array.byteLength);
  }
  return arrays;
}

const fitsUint16 = (array: Int32Array): boolean => array.every((value) => value >= 0 && value <= UINT16_MAX);

function typeName(array: NumberArray): TypeName {
  if (array instanceof Float32Array) return 'f32';
  if (array instanceof Float64Array) return 'f64';
  if (array instanceof Int32Array) return 'i32';
  return array instanceof Int8Array ? 'i8' : 'u8';
}

/** Between little-endian and the byte order of this machine, in place. */
function toHostOrder(bytes: Uint8Array, bytesPerElement: number): void {
  if (LITTLE_ENDIAN || bytesPerElement === 1) return;
  for (let at = 0; at < bytes.length; at += bytesPerElement)
    bytes.subarray(at, at + bytesPerElement).reverse();
}
