import type { Reason } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { DriftReport } from '#database';
import { ORDER_FEATURES } from '#ml';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import { SUSPICION_MOST, toBeReviewed } from '../decision/assessment.ts';
import { SHIFT_PSI } from './drift-message.ts';

/** What moved most: an incident often moves dozens of features that count alike. */
const REASONS_MAX = 5;

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map(
  ORDER_FEATURES.map(({ name, description }) => [name, description]),
);

interface Shift {
  readonly name: string;
  readonly description: string;
  readonly psi: number;
}

/** The alert that a shop's orders have drifted from the training's. It is about no order: its outcome labels none. */
export function driftDraft(report: DriftReport): AlertDraft {
  const shifts = shiftsOf(report);
  const score = Math.min(SUSPICION_MOST, shifts[0]?.psi ?? 0);
  const sum = shifts.reduce((all, { psi }) => all + psi, 0);
  return {
    shopId: report.shopId,
    subjects: [{ kind: 'drift', id: report.version }],
    orderId: '',
    userId: '',
    entities: {},
    eventId: '',
    occurredAtMs: report.untilMs as AlertDraft['occurredAtMs'],
    assessment: toBeReviewed(
      score,
      shifts.map((shift) => ({ ...reasonOf(shift), contribution: (score * shift.psi) / sum })),
    ),
  };
}

/** Largest first. */
function shiftsOf({ features, scorePsi }: DriftReport): readonly Shift[] {
  const strangeness = { name: 'strangeness', description: 'How strange orders are', psi: scorePsi };
  return [
    strangeness,
    ...features.map(({ feature, psi }) => ({
      name: feature,
      description: DESCRIPTIONS.get(feature) ?? feature,
      psi,
    })),
  ]
    .filter(({ psi }) => psi > SHIFT_PSI)
    .sort((a, b) => b.psi - a.psi)
    .slice(0, REASONS_MAX);
}

function reasonOf({ name, description, psi }: Shift): Omit<Reason, 'contribution'> {
  return {
    code: `DRIFT_${name.toUpperCase()}`,
    description: `${description}: shifted from the training's orders by an index of ${psi.toFixed(2)}`,
    values: [{ name, value: psi.toFixed(2), usual: '' }],
  };
}
