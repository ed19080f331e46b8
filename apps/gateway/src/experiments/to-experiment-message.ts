import type { ExperimentMode } from '#contracts';
import type { ArmCounts } from '#database';
import type { CountedExperiment } from './experiment-desk.ts';
import * as proto from '#contracts/generated/cartwise/models/v1/models';
import { wilsonInterval } from '#ml';
import { countsOf } from './arm-guard.ts';
import { pValueOf } from './judge-arms.ts';

const MODES: Readonly<Record<ExperimentMode, proto.ExperimentMode>> = {
  ab: proto.ExperimentMode.EXPERIMENT_MODE_AB,
  shadow: proto.ExperimentMode.EXPERIMENT_MODE_SHADOW,
  'fraud-shadow': proto.ExperimentMode.EXPERIMENT_MODE_FRAUD_SHADOW,
};

/** A stored experiment, with what its arms reached, as the message Experiment. */
export function toExperimentMessage({ row, counts, decisions }: CountedExperiment): proto.Experiment {
  const arms = { champion: countsOf(counts, 'champion'), challenger: countsOf(counts, 'challenger') };
  return {
    id: row.id,
    mode: MODES[row.mode],
    version: row.version,
    championVersion: row.championVersion,
    sharePercent: row.sharePercent,
    startedAtMs: row.startedAt,
    endedAtMs: row.endedAt ?? 0,
    endReason: row.endReason ?? '',
    arms: row.mode !== 'ab' ? [] : [arms.champion, arms.challenger].map(toArm),
    pValue: pValueOf(arms),
    shadowDecisions: decisions,
  };
}

function toArm(counts: ArmCounts): proto.ExperimentArm {
  const { low, high } = wilsonInterval({ hits: counts.hit, trials: counts.shoppers });
  const hitRate = counts.shoppers === 0 ? 0 : counts.hit / counts.shoppers;
  return { ...counts, hitRate, hitRateLow: low, hitRateHigh: high };
}
