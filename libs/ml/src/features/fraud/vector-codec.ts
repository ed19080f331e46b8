import { hashId } from '../hash-id.ts';
import { ORDER_FEATURE_NAMES } from './order-features.ts';

/** Names the columns of orderFeatures: eight hexadecimal digits, other ones as soon as a column differs. */
export const ORDER_FEATURES_VERSION: string = hashId(ORDER_FEATURE_NAMES.join(' '))
  .toString(16)
  .padStart(8, '0');

/** A column and its 64-bit float. */
const ENTRY_BYTES = 2 + 8;

/** A row of features exactly, without its zeros: most of them are. Ten bytes for each other one. */
export function encodeVector(features: Float64Array): Uint8Array {
  const entries = [...features.entries()].filter(([, value]) => value !== 0);
  const view = new DataView(new ArrayBuffer(2 + ENTRY_BYTES * entries.length));
  view.setUint16(0, features.length, true);
  for (const [place, [column, value]] of entries.entries()) {
    view.setUint16(2 + ENTRY_BYTES * place, column, true);
    view.setFloat64(4 + ENTRY_BYTES * place, value, true);
  }
  return new Uint8Array(view.buffer);
}

/** What encodeVector wrote. Throws RangeError on anything else. */
export function decodeVector(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 2 || (bytes.length - 2) % ENTRY_BYTES !== 0) {
    throw new RangeError(`${bytes.length} bytes are no row of features`);
  }
  const features = new Float64Array(view.getUint16(0, true));
  for (let at = 2; at < bytes.length; at += ENTRY_BYTES) {
    const column = view.getUint16(at, true);
    if (column >= features.length) throw new RangeError(`column ${column} of ${features.length}`);
    features[column] = view.getFloat64(at + 2, true);
  }
  return features;
}
