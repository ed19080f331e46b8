import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LABEL_SOURCES, type EpochMs, type FraudLabel, type OrderId } from '#contracts';
import { LabelBook } from './label-book.ts';

const orderId = 'o1' as OrderId;
const label = (source: FraudLabel['source'], isFraud: boolean, knownAtMs: number): FraudLabel => ({
  orderId,
  isFraud,
  source,
  knownAtMs: knownAtMs as EpochMs,
  author: '',
  evidence: `event/${source}-${knownAtMs}`,
});
const outcome = (asOfMs: number, ...labels: readonly FraudLabel[]) => {
  const book = new LabelBook(asOfMs);
  for (const each of labels) book.add(each);
  return book.outcomes().get(orderId);
};

describe('the outcome of an order', () => {
  it('is what the strongest source says, however old', () => {
    expect(outcome(99, label('chargeback', true, 1), label('analyst', false, 50))).toBe(true);
    expect(outcome(99, label('rule', true, 50), label('refund', false, 1))).toBe(false);
    expect(outcome(99, label('refund', true, 50), label('analyst', false, 1))).toBe(false);
  });

  it('is the newest of what one source says', () => {
    expect(outcome(99, label('analyst', true, 1), label('analyst', false, 2))).toBe(false);
    expect(outcome(99, label('chargeback', true, 1), label('chargeback', false, 2))).toBe(false);
  });

  it('is what was known by then', () => {
    const labels = [label('analyst', false, 10), label('chargeback', true, 20)];
    expect(outcome(9, ...labels)).toBeUndefined();
    expect(outcome(10, ...labels)).toBe(false);
    expect(outcome(20, ...labels)).toBe(true);
  });

  it('does not depend on the order in which labels come, nor on how often', () => {
    const arbitrary = fc.record({
      source: fc.constantFrom(...LABEL_SOURCES),
      isFraud: fc.boolean(),
      at: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.array(arbitrary), fc.nat(6), fc.integer(), (drawn, asOfMs, seed) => {
        const labels = drawn.map(({ source, isFraud, at }) => label(source, isFraud, at));
        const shuffled = [...labels, ...labels].toSorted(
          (a, b) => ((a.knownAtMs * 7 + a.evidence.length + seed) % 11) - ((b.knownAtMs * 3 + seed) % 11),
        );
        expect(outcome(asOfMs, ...shuffled)).toBe(outcome(asOfMs, ...labels));
      }),
    );
  });
});
