import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import { trainBoosting } from '../boosting/train-boosting.ts';
import { trainLogistic } from '../logistic/train-logistic.ts';
import { fitSurrogate } from './fit-surrogate.ts';
import { plainValue } from '../../features/fraud/plain-value.ts';
import { ruleText } from './surrogate-rules.ts';

/** Positive when a large amount meets a new card; the age of one card in ten is not known. */
function payments(rows: number, random: Random) {
  const amount = Float32Array.from({ length: rows }, () => Math.round(300 * random.next()));
  const age = Float32Array.from({ length: rows }, () => Math.round(100 * random.next()));
  const labels = Int32Array.from(amount, (value, row) => Number(value > 200 && (age[row] ?? 0) <= 20));
  for (let row = 0; row < rows; row++) if (random.next() < 0.1) age[row] = NaN;
  return { matrix: { columns: ['amount', 'age'], rowCount: rows, values: [amount, age] }, labels };
}

describe('fitSurrogate', () => {
  it('retells a model as the rule behind the data', async () => {
    const random = new Random(1);
    const data = payments(4_000, random);
    const model = await trainBoosting({ data, random, config: { bags: 1, rounds: 60 } });
    const { rules, agreement, flagsFound, flagsShared, rSquared } = fitSurrogate({
      model,
      data,
      threshold: 0,
      random,
    });
    expect(agreement).toBeGreaterThan(0.98);
    expect(flagsFound).toBeGreaterThan(0.95);
    expect(flagsShared).toBeGreaterThan(0.95);
    expect(rSquared).toBeGreaterThan(0.95);
    expect(rules.length).toBeLessThanOrEqual(16);
    expect(rules.reduce((sum, { coverage }) => sum + coverage, 0)).toBeCloseTo(1, 12);
    const [first] = rules;
    expect(first).toMatchObject({ flags: true });
    expect(first?.precision).toBeGreaterThan(0.95);
    expect(first === undefined ? '' : ruleText(first)).toBe('age ≤ 20.5 and amount > 200.5');
  });

  it('says so when a model is no handful of rules', async () => {
    const random = new Random(2);
    const columns = ['a', 'b', 'c', 'd'];
    const values = columns.map(() => Float32Array.from({ length: 3_000 }, () => random.normal()));
    const labels = Int32Array.from({ length: 3_000 }, (_, row) =>
      Number(values.reduce((sum, column) => sum + (column[row] ?? 0), 0) > 3),
    );
    const data = { matrix: { columns, rowCount: 3_000, values }, labels };
    const told = fitSurrogate({ model: await trainLogistic({ data }), data, threshold: 0, random });
    expect(told.rSquared).toBeLessThan(0.9);
    expect(told.flagsFound).toBeLessThan(0.9);
  });

  it('refuses rows that are too few to check anything on', async () => {
    const random = new Random(3);
    const data = payments(500, random);
    const model = await trainLogistic({ data });
    const values = [Float32Array.of(1, 2), Float32Array.of(1, 2)];
    const few = { matrix: { ...data.matrix, rowCount: 2, values }, labels: Int32Array.of(0, 1) };
    expect(() => fitSurrogate({ model, data: few, threshold: 0, random })).toThrow('2 rows');
  });
});

describe('ruleText', () => {
  it('reads as a sentence', () => {
    const conditions = [
      { column: 'amount', above: 219.98, atMost: 500, orMissing: false },
      { column: 'age', atMost: 20, orMissing: true },
      { column: 'device', above: Infinity, orMissing: true },
      { column: 'phone', orMissing: false },
    ];
    expect(ruleText({ conditions })).toBe(
      'amount > 220 and amount ≤ 500 and (age ≤ 20 or age is missing) and device is missing and phone is known',
    );
    expect(ruleText({ conditions: [] })).toBe('always');
  });

  it('has the values of columns that enter the model as logarithms in their own unit', () => {
    const conditions = [{ column: 'amount_minor', above: Math.log1p(60_000), orMissing: false }];
    expect(ruleText({ conditions }, plainValue)).toBe('amount_minor > 60000');
  });
});
