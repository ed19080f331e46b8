import { describe, expect, it } from '@jest/globals';
import { packArrays, unpackArrays } from './arrays.ts';
import { ArtifactError } from './artifact-error.ts';
import { artifactSha256, readManifest, sealArtifact } from './artifact.ts';

const FACTS = {
  kind: 'fraud',
  version: 'fraud-1',
  trainedAtMs: 5,
  dataFromMs: 1,
  dataUntilMs: 4,
  seed: 7,
  backend: 'cpu',
  hyperParameters: { epochs: 3 },
  evaluations: [{ model: 'autoencoder', metrics: [{ name: 'rocAuc', value: 0.9 }] }],
} as const;
const seal = () => sealArtifact(FACTS, new Map([['weights.bin', Uint8Array.of(1, 2, 3)]]));

describe('artifact', () => {
  it('comes back with its facts, and the same content has the same hash', () => {
    const { files, sha256 } = seal();
    expect(readManifest(files, 'fraud')).toMatchObject(FACTS);
    expect(artifactSha256(files)).toBe(sha256);
    expect(seal().sha256).toBe(sha256);
  });

  it('names the file whose content changed', () => {
    const files = new Map(seal().files).set('weights.bin', Uint8Array.of(1, 2, 4));
    expect(() => readManifest(files)).toThrow(
      /^weights\.bin: its SHA-256 is [0-9a-f]{64}, the manifest says/,
    );
  });

  it('names the file that is missing or cut short', () => {
    const missing = new Map(seal().files);
    missing.delete('weights.bin');
    expect(() => readManifest(missing)).toThrow('weights.bin: missing from the artifact');
    const cut = new Map(seal().files).set('weights.bin', Uint8Array.of(1));
    expect(() => readManifest(cut)).toThrow('weights.bin: has 1 bytes, the manifest says 3');
  });

  it('refuses a model of another kind and a manifest that is none', () => {
    expect(() => readManifest(seal().files, 'recommender')).toThrow(
      'a fraud model, expected a recommender model',
    );
    expect(() => readManifest(new Map([['manifest.json', Uint8Array.of(1)]]))).toThrow(ArtifactError);
    expect(() => readManifest(new Map())).toThrow('manifest.json: missing');
  });
});

describe('packArrays', () => {
  it('keeps type, length and values, wherever the bytes lie in memory', () => {
    const arrays = {
      weights: Float32Array.of(1.5, -2),
      times: Float64Array.of(Math.PI),
      items: Int32Array.of(-1, 2, 3),
      kinds: Uint8Array.of(1, 2, 3, 4, 5),
      none: new Float32Array(0),
    };
    const bytes = packArrays(arrays);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(unpackArrays(shifted.subarray(3))).toEqual(arrays);
  });

  it('writes little-endian', () => {
    const bytes = packArrays({ x: Int32Array.of(1) });
    expect([...bytes.subarray(-8)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('says which array is cut short', () => {
    const bytes = packArrays({ x: Float64Array.of(1, 2) });
    expect(() => unpackArrays(bytes.subarray(0, bytes.length - 8))).toThrow('the bytes end within "x"');
  });
});
