import { describe, expect, it } from '@jest/globals';
import { sealArtifact } from '../artifact/artifact.ts';
import type { ArtifactFiles } from '../artifact/manifest.ts';
import { trainBoosting } from '../classifiers/boosting/train-boosting.ts';
import { Ensemble } from '../classifiers/ensemble/ensemble.ts';
import { Random } from '../random.ts';
import { FraudClassifier } from './fraud-classifier.ts';
import { retellFraudClassifier } from './retell-fraud-classifier.ts';
import { readRetoldRules, RETOLD_FILE } from './retold-rules.ts';

const COLUMNS = ['declines', 'noise'];

/** Fraud follows four declines; one order in fifty has them. */
function orders(count: number, random: Random) {
  const rows = Array.from({ length: count }, () =>
    Float64Array.of(random.next() < 0.02 ? 4 : random.integer(3), random.normal()),
  );
  return { rows, labels: rows.map(([declines = 0]) => random.next() < (declines === 4 ? 0.8 : 0.01)) };
}

async function trained(random: Random): Promise<FraudClassifier> {
  const { rows, labels } = orders(3_000, random);
  const values = COLUMNS.map((_, column) => Float32Array.from(rows, (row) => row[column] ?? NaN));
  const matrix = { columns: COLUMNS, rowCount: rows.length, values };
  const data = { matrix, labels: Int32Array.from(labels, Number) };
  const model = await trainBoosting({ data, random, config: { bags: 1, rounds: 30 } });
  return new FraudClassifier(new Ensemble([{ model, weight: 1 }]), { kind: 'none' });
}

/** The files as an artifact. */
const sealed = (files: ArtifactFiles): ArtifactFiles =>
  sealArtifact(
    {
      kind: 'fraud',
      version: 'fraud-1',
      trainedAtMs: 3,
      dataFromMs: 1,
      dataUntilMs: 2,
      seed: 1,
      backend: 'cpu',
      hyperParameters: {},
      evaluations: [],
    },
    files,
  ).files;

describe('retellFraudClassifier', () => {
  it('says by which rules and features a classifier finds fraud, and how faithful the rules are', async () => {
    const random = new Random(1);
    const retold = retellFraudClassifier(await trained(random), orders(4_000, random), random);
    const files = new Map([[RETOLD_FILE, retold?.file ?? new Uint8Array()]]);
    const { rules, importances, flagsFound } = readRetoldRules(sealed(files)) ?? {};
    expect(rules?.[0]).toMatchObject({ text: expect.stringContaining('declines > 3'), flags: true });
    expect(rules?.[0]?.precision).toBeGreaterThan(0.6);
    expect(importances?.[0]?.column).toBe('declines');
    const [evaluation] = retold?.evaluations ?? [];
    expect(evaluation?.model).toBe('classifier as rules');
    const found = evaluation?.metrics.find(({ name }) => name === 'flags found');
    expect(found?.value).toBeGreaterThan(0.5);
    expect(flagsFound).toBe(found?.value);
  });

  it('is not there in an artifact without a classifier, and is NaN where a figure is of no rows', () => {
    expect(readRetoldRules(sealed(new Map()))).toBeUndefined();
    const file = new TextEncoder().encode(JSON.stringify({ flagsFound: NaN }));
    expect(readRetoldRules(sealed(new Map([[RETOLD_FILE, file]])))?.flagsFound).toBeNaN();
  });

  it('has nothing to say without a classifier, or where no fraud is known', async () => {
    const random = new Random(2);
    const { rows } = orders(200, random);
    expect(retellFraudClassifier(undefined, { rows, labels: [true] }, random)).toBeUndefined();
    expect(retellFraudClassifier(await trained(random), { rows, labels: [] }, random)).toBeUndefined();
  });
});
