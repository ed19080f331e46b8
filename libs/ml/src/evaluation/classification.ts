/** Counts of decisions at one threshold. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** A score at or above the threshold is a positive decision. */
export function confusionAt(
  scores: ArrayLike<number>,
  labels: readonly boolean[],
  threshold: number,
): Confusion {
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  for (const [i, label] of labels.entries()) {
    const positive = (scores[i] ?? 0) >= threshold;
    if (positive) counts[label ? 'truePositives' : 'falsePositives'] += 1;
    else counts[label ? 'falseNegatives' : 'trueNegatives'] += 1;
  }
  return counts;
}

export interface ThresholdMetrics {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Where a metric divides by nothing (no positive decision, no positive label) it is 0. */
export function thresholdMetrics(confusion: Confusion): ThresholdMetrics {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    accuracy: share(
      truePositives + trueNegatives,
      truePositives + trueNegatives + falsePositives + falseNegatives,
    ),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}

/** Groups of equal scores, highest first, with the positives and negatives in each. */
function tiedGroups(scores: ArrayLike<number>, labels: readonly boolean[]) {
  const order = labels.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const groups: { positives: number; negatives: number }[] = [];
  let previous: number | undefined;
  for (const i of order) {
    if (scores[i] !== previous || groups.length === 0) groups.push({ positives: 0, negatives: 0 });
    previous = scores[i];
    const group = groups[groups.length - 1];
    if (group !== undefined) group[labels[i] === true ? 'positives' : 'negatives'] += 1;
  }
  return groups;
}

/** Area under the ROC curve: the chance that a positive scores above a negative, ties half. NaN with one class. */
export function rocAuc(scores: ArrayLike<number>, labels: readonly boolean[]): number {
  let wins = 0;
  let positives = 0;
  let negatives = 0;
  for (const group of tiedGroups(scores, labels)) {
    wins += (positives + 0.5 * group.positives) * group.negatives;
    positives += group.positives;
    negatives += group.negatives;
  }
  return wins / (positives * negatives);
}

/**
 * Average precision: the sum of precision times the step in recall over the distinct scores, the step-wise area under
 * the precision-recall curve. NaN without a positive.
 */
export function averagePrecision(scores: ArrayLike<number>, labels: readonly boolean[]): number {
  const positivesTotal = labels.filter(Boolean).length;
  let positives = 0;
  let taken = 0;
  let area = 0;
  for (const group of tiedGroups(scores, labels)) {
    positives += group.positives;
    taken += group.positives + group.negatives;
    area += (positives / taken) * group.positives;
  }
  return area / positivesTotal;
}

/** The share of positives caught when at most `falsePositiveRate` of the negatives are flagged. */
export function recallAtFalsePositiveRate(
  scores: ArrayLike<number>,
  labels: readonly boolean[],
  falsePositiveRate: number,
): number {
  const positivesTotal = labels.filter(Boolean).length;
  const negativesMost = falsePositiveRate * (labels.length - positivesTotal);
  let positives = 0;
  let negatives = 0;
  for (const group of tiedGroups(scores, labels)) {
    if (negatives + group.negatives > negativesMost) break;
    negatives += group.negatives;
    positives += group.positives;
  }
  return positives / positivesTotal;
}
