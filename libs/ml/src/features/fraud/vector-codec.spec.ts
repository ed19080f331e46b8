import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeVector, encodeVector, ORDER_FEATURES_VERSION } from './vector-codec.ts';

describe('a row of features as bytes', () => {
  it('comes back to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(0), fc.double()), { maxLength: 200 }), (values) => {
        const features = Float64Array.from(values, (value) => value + 0);
        expect([...decodeVector(encodeVector(features))]).toEqual(
          [...features].map((value) => value || value + 0),
        );
      }),
    );
  });

  it('leaves out zeros, refuses what it did not write', () => {
    const bytes = encodeVector(Float64Array.of(0, 0, 1.5, 0));
    expect(bytes).toHaveLength(12);
    expect(() => decodeVector(bytes.subarray(0, 7))).toThrow('7 bytes are no row of features');
    expect(() => decodeVector(Uint8Array.of(1, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toThrow('column 9 of 1');
  });

  it('has a name for its columns', () => {
    expect(ORDER_FEATURES_VERSION).toMatch(/^[0-9a-f]{8}$/);
  });
});
