import type { DriftReport as DriftMessage } from '#contracts/generated/cartwise/fraud/v1/drift';
import type { DriftReport } from '#database';
import { ORDER_FEATURES } from '#ml';

/** Siddiqi, Credit Risk Scorecards (2006): above it the population has shifted. */
export const SHIFT_PSI = 0.25;

const ENTITIES: ReadonlyMap<string, string> = new Map(
  ORDER_FEATURES.map(({ name, entity }) => [name, entity ?? 'order']),
);

/** A report as it is told, each feature with whose it is. */
export function toDriftMessage(report: DriftReport): DriftMessage {
  const { version, fromMs, untilMs, orders, scorePsi, features } = report;
  return {
    modelVersion: version,
    fromMs,
    untilMs,
    orders,
    scorePsi,
    features: features.map((each) => ({ ...each, entity: ENTITIES.get(each.feature) ?? 'order' })),
    hasDrifted: scorePsi > SHIFT_PSI || features.some(({ psi }) => psi > SHIFT_PSI),
  };
}
