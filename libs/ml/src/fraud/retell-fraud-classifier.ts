import type { LabelledMatrix } from '../classifiers/labelled-matrix.ts';
import { scoreMatrix } from '../classifiers/score-matrix.ts';
import { fitSurrogate } from '../classifiers/surrogate/fit-surrogate.ts';
import { ruleText } from '../classifiers/surrogate/surrogate-rules.ts';
import type { ModelEvaluation } from '../evaluation/model-evaluation.ts';
import type { Random } from '../random.ts';
import type { NewestOrders } from './evaluate-fraud.ts';
import type { FraudClassifier } from './fraud-classifier.ts';
import type { RetoldRules } from './retold-rules.ts';
import { plainValue } from '../features/fraud/plain-value.ts';
import { matrixOfRows } from '../tables/matrix-of-rows.ts';

export interface RetoldClassifier {
  readonly file: Uint8Array;
  readonly evaluations: readonly ModelEvaluation[];
}

/** What counts as flagged by the model: the most suspect hundredth. */
const FLAGGED_SHARE = 0.01;
/** Enough to see what it does; scoring more would hold up the training. */
const ORDERS_MOST = 20_000;
/** An explanation takes about a millisecond. */
const EXPLAINED_MOST = 1_000;

/**
 * A classifier retold for people, on orders it did not learn from: a few rules with what they cover and how faithful they
 * are, and how much each feature moves the log-odds of what is flagged. Undefined without a classifier or orders of both kinds.
 */
export function retellFraudClassifier(
  classifier: FraudClassifier | undefined,
  orders: NewestOrders,
  random: Random,
): RetoldClassifier | undefined {
  const data = classifier && tableOf(classifier.columns, orders);
  if (classifier === undefined || data === undefined) return undefined;
  const logits = scoreMatrix(classifier, data.matrix).sort();
  const threshold = logits[Math.floor((1 - FLAGGED_SHARE) * logits.length)] ?? Infinity;
  const { rules, ...fidelity } = fitSurrogate({ model: classifier, data, threshold, random });
  const retold: RetoldRules = {
    flaggedShare: FLAGGED_SHARE,
    ...fidelity,
    rules: rules.map((rule) => ({ text: ruleText(rule, plainValue), ...rule })),
    importances: importances(classifier, orders, threshold),
  };
  const metrics = [
    { name: 'decided alike', value: fidelity.agreement },
    { name: 'flags found', value: fidelity.flagsFound },
    { name: 'flags shared', value: fidelity.flagsShared },
    { name: 'r squared', value: fidelity.rSquared },
  ].filter(({ value }) => Number.isFinite(value));
  return {
    file: new TextEncoder().encode(JSON.stringify(retold)),
    evaluations: [{ model: 'classifier as rules', metrics }],
  };
}

/** Mean size of each feature's contribution to the orders that are flagged, largest first. */
function importances(classifier: FraudClassifier, { rows }: NewestOrders, threshold: number) {
  const flagged = rows.slice(-ORDERS_MOST).filter((row) => classifier.logit(row) >= threshold);
  const explained = flagged.slice(-EXPLAINED_MOST);
  const sums = new Float64Array(classifier.columns.length);
  for (const row of explained)
    for (const [column, part] of classifier.contributions(row).entries())
      sums[column] = (sums[column] ?? 0) + Math.abs(part);
  return classifier.columns
    .map((column, i) => ({ column, meanContribution: (sums[i] ?? 0) / explained.length }))
    .toSorted((a, b) => b.meanContribution - a.meanContribution);
}

function tableOf(columns: readonly string[], { rows, labels }: NewestOrders): LabelledMatrix | undefined {
  const from = Math.max(0, rows.length - ORDERS_MOST);
  const [kept, known] = [rows.slice(from), labels.slice(from)];
  if (!known.includes(true) || known.every((label) => label === true)) return undefined;
  return {
    matrix: matrixOfRows(columns, kept),
    labels: Int32Array.from(kept, (_, i) => Number(known[i] === true)),
  };
}
