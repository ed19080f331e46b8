import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.ts';
import {
  DRIFT_FILE,
  driftBaseline,
  packDriftBaseline,
  readDriftBaseline,
  type DriftBaseline,
} from './drift-baseline.ts';
import { DriftCounts } from './drift-counts.ts';
import { binCount, binOf, cutQuantiles } from './quantile-bins.ts';

/** An amount, a count that is nearly always 0, and an age that is often not known. */
const row = (random: Random): Float64Array =>
  Float64Array.of(random.normal(), random.next() < 0.02 ? 3 : 0, random.next() < 0.4 ? NaN : random.next());

function baselineOf(orders = 2_000): DriftBaseline {
  const random = new Random(1);
  const rows = Array.from({ length: orders }, () => row(random));
  const baseline = driftBaseline(
    rows,
    rows.map(([amount = 0]) => 2 * amount),
  );
  if (baseline === undefined) throw new Error('too few orders');
  return baseline;
}

function measured(baseline: DriftBaseline, change: (features: Float64Array) => void = () => undefined) {
  const random = new Random(2);
  const counts = DriftCounts.empty(baseline);
  for (let order = 0; order < 1_000; order++) {
    const features = row(random);
    change(features);
    counts.add(features, 2 * (features[0] ?? 0));
  }
  return counts.measure();
}

describe('the drift of orders from those of the training', () => {
  it('is nearly none while orders are like those', () => {
    const { features, score } = measured(baselineOf());
    expect(Math.max(...features, score)).toBeLessThan(0.05);
  });

  it('is seen in the feature that moved, and in the score that follows it', () => {
    const { features, score } = measured(baselineOf(), (each) => (each[0] = (each[0] ?? 0) + 1.5));
    expect(features[0]).toBeGreaterThan(0.25);
    expect(score).toBeGreaterThan(0.25);
    expect(Math.max(features[1] ?? 9, features[2] ?? 9)).toBeLessThan(0.05);
  });

  it('is seen in a feature that is not known any more, and in one that was always the same', () => {
    expect(measured(baselineOf(), (each) => (each[2] = NaN)).features[2]).toBeGreaterThan(0.25);
    const rows = Array.from({ length: 300 }, () => Float64Array.of(7));
    const baseline = driftBaseline(
      rows,
      rows.map(() => 0.5),
    );
    if (baseline === undefined) throw new Error('too few orders');
    const counts = DriftCounts.empty(baseline);
    for (let order = 0; order < 300; order++) counts.add(Float64Array.of(3), 0.5);
    expect(counts.measure().features[0]).toBeGreaterThan(0.25);
  });

  it('is not told from a few orders of the training', () => {
    expect(() => baselineOf(199)).toThrow('too few orders');
  });

  it('goes on from kept counts, and begins anew with those of another baseline', () => {
    const baseline = baselineOf();
    const counts = DriftCounts.empty(baseline);
    counts.add(Float64Array.of(1, 0, NaN), 2);
    expect(DriftCounts.from(baseline, counts.state()).state()).toEqual(counts.state());
    expect(DriftCounts.from(baseline, Int32Array.of(1, 2)).state()).toEqual(
      DriftCounts.empty(baseline).state(),
    );
  });

  it('has a baseline that is read as it was kept', () => {
    const baseline = baselineOf();
    expect(readDriftBaseline(new Map([[DRIFT_FILE, packDriftBaseline(baseline)]]))).toEqual(baseline);
    expect(readDriftBaseline(new Map())).toBeUndefined();
  });
});

describe('bins of quantiles', () => {
  it('hold a tenth each, with bins for what is lower than all and for what is missing', () => {
    const bins = cutQuantiles(Array.from({ length: 1_000 }, (_, i) => i));
    const counts = Array.from({ length: binCount(bins) }, () => 0);
    for (let i = 0; i < 1_000; i++) {
      const bin = binOf(bins, i);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    expect(counts).toEqual([0, 101, ...Array.from({ length: 8 }, () => 100), 99, 0]);
    expect([-1, NaN].map((value) => binOf(bins, value))).toEqual([0, 11]);
  });

  it('take a column of which nothing was known', () => {
    const bins = cutQuantiles([NaN, NaN]);
    expect([NaN, 4].map((value) => binOf(bins, value))).toEqual([2, 1]);
  });
});
