import type { ExperimentMode } from '#contracts';
import type { ArmCounts, ExperimentRow } from '#database';
import * as proto from '#contracts/generated/cartwise/models/v1/models';
import { wilsonInterval } from '#ml';
import { countsOf } from './arm-guard.ts';
import { pValueOf } from './judge-arms.ts';

const MODES: Readonly<Record<ExperimentMode, proto.ExperimentMode>> = {
  ab: proto.ExperimentMode.EXPERIMENT_MODE_AB,
  shadow: proto.ExperimentMode.EXPERIMENT_MODE_SHADOW,
};

/** A stored experiment, with what its arms reached, as the message Experiment. */
export function toExperimentMessage(row: ExperimentRow, counts: readonly ArmCounts[]): proto.Experiment {
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
    arms: row.mode === 'shadow' ? [] : [arms.champion, arms.challenger].map(toArm),
    pValue: pValueOf(arms),
  };
}

function toArm(counts: ArmCounts): proto.ExperimentArm {
  const { low, high } = wilsonInterval({ hits: counts.hit, trials: counts.shoppers });
  const hitRate = counts.shoppers === 0 ? 0 : counts.hit / counts.shoppers;
  return { ...counts, hitRate, hitRateLow: low, hitRateHigh: high };
}
