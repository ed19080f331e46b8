import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { EpochMs, ModelVersionId } from '#contracts';
import type { ModelVersionWithStatus } from '#database';
import { SCHEMA_VERSION, type ArtifactFiles } from '#ml';
import { SHOP } from '../testing/samples.ts';
import { ModelRetellings } from './model-retellings.ts';

const RULE = { conditions: [], logit: 2.5, coverage: 0.01, precision: 0.8, flags: true };
const RETOLD = {
  flaggedShare: 0.01,
  agreement: 0.99,
  flagsFound: 0.7,
  flagsShared: NaN,
  rSquared: 0.6,
  rules: [{ ...RULE, text: 'card_declines_1h > 3' }],
  importances: [{ column: 'card_declines_1h', meanContribution: 1.5 }],
};

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** A fraud artifact with these files; all that a reader of one of them checks. */
function artifact(files: ArtifactFiles): ArtifactFiles {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const hashes = [...files].map(([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.length }]);
  const manifest = { kind: 'fraud', schemaVersion: SCHEMA_VERSION, files: Object.fromEntries(hashes) };
  return new Map([...files, ['manifest.json', bytesOf(manifest)]]);
}

const row = (version: string, more: Partial<ModelVersionWithStatus> = {}): ModelVersionWithStatus => ({
  shopId: SHOP,
  kind: 'fraud',
  version: version as ModelVersionId,
  trainedAt: 3 as EpochMs,
  dataFrom: 1 as EpochMs,
  dataUntil: 2 as EpochMs,
  evaluations: [],
  artifactSha256: 'a'.repeat(64),
  backend: 'cpu',
  trainSeconds: 1,
  note: '',
  status: 'champion',
  ...more,
});

describe('a model retold', () => {
  const rows = [
    row('fraud-1'),
    row('without'),
    row('not-retold'),
    row('gone', { artifactDeletedAt: 4 as EpochMs }),
    row('recommender-1', { kind: 'recommender' }),
  ];
  const artifacts = new Map([
    ['fraud-1', artifact(new Map([['classifier-retold.json', bytesOf(RETOLD)]]))],
    ['without', artifact(new Map())],
    ['not-retold', artifact(new Map([['classifier.bin', new Uint8Array(1)]]))],
  ]);
  const retellings = new ModelRetellings(
    { find: async (_, version) => rows.find((each) => each.version === version) },
    {
      async read(_, version) {
        const files = artifacts.get(version);
        if (files === undefined) throw new Error(`no artifact ${version}`);
        return files;
      },
    },
  );
  const of = (version: string) => retellings.of(SHOP, version as ModelVersionId);

  it('is its rules, how faithful they are, and what each feature is worth', async () => {
    expect(await of('fraud-1')).toMatchObject({
      version: 'fraud-1',
      agreement: 0.99,
      flagsShared: NaN,
      rules: [{ text: 'card_declines_1h > 3', precision: 0.8, flags: true }],
      importances: [{ feature: 'card_declines_1h', meanContribution: 1.5 }],
    });
  });

  it.each([
    ['nope', 'there is no fraud model version "nope"'],
    ['recommender-1', 'there is no fraud model version "recommender-1"'],
    ['gone', 'the artifact of gone is not kept any more'],
    ['without', 'without has no classifier to explain: too few frauds were known at its training'],
    ['not-retold', 'not-retold has no rules: it takes frauds among the newest fifth of the orders'],
  ])('is not there for %s, with the reason', async (version, reason) => {
    await expect(of(version)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(reason),
    });
  });
});
