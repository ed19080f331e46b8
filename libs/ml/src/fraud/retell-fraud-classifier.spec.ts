import { describe, expect, it } from '@jest/globals';
import { trainBoosting } from '../classifiers/boosting/train-boosting.ts';
import { Ensemble } from '../classifiers/ensemble/ensemble.ts';
import { Random } from '../random.ts';
import { FraudClassifier } from './fraud-classifier.ts';
import { retellFraudClassifier } from './retell-fraud-classifier.ts';

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

describe('retellFraudClassifier', () => {
  it('says by which rules and features a classifier finds fraud, and how faithful the rules are', async () => {
    const random = new Random(1);
    const retold = retellFraudClassifier(await trained(random), orders(4_000, random), random);
    const { rules, importances } = JSON.parse(new TextDecoder().decode(retold?.file)) as {
      readonly rules: readonly {
        readonly text: string;
        readonly flags: boolean;
        readonly precision: number;
      }[];
      readonly importances: readonly { readonly column: string }[];
    };
    expect(rules[0]).toMatchObject({ text: expect.stringContaining('declines > 3'), flags: true });
    expect(rules[0]?.precision).toBeGreaterThan(0.6);
    expect(importances[0]?.column).toBe('declines');
    const [evaluation] = retold?.evaluations ?? [];
    expect(evaluation?.model).toBe('classifier as rules');
    const found = evaluation?.metrics.find(({ name }) => name === 'flags found');
    expect(found?.value).toBeGreaterThan(0.5);
  });

  it('has nothing to say without a classifier, or where no fraud is known', async () => {
    const random = new Random(2);
    const { rows } = orders(200, random);
    expect(retellFraudClassifier(undefined, { rows, labels: [true] }, random)).toBeUndefined();
    expect(retellFraudClassifier(await trained(random), { rows, labels: [] }, random)).toBeUndefined();
  });
});
