import type { ShopId } from '#contracts';
import { EventArchive, FraudDriftStore, LabelStore, ModelStore, TrainingAttempts } from '#database';
import type { Infrastructure } from '#service';
import { DriftWatch } from './drift-watch.ts';
import { FraudWatch } from './fraud-watch.ts';
import { TrainingDue } from './training-due.ts';
import { TrainingInterval } from './training-interval.ts';

/** The schedule of these shops, on their store. A drift threshold of 0 leaves the interval alone to count. */
export function openTrainingDue(
  { database, artifacts, logger }: Pick<Infrastructure, 'database' | 'artifacts' | 'logger'>,
  shopIds: readonly ShopId[],
  { everyMs, driftThreshold }: { readonly everyMs: number; readonly driftThreshold: number },
): TrainingDue {
  const interval = new TrainingInterval(new TrainingAttempts(database), shopIds, everyMs);
  if (driftThreshold === 0) return new TrainingDue(interval, undefined);
  const stores = { archive: new EventArchive(database), models: new ModelStore(database) };
  const drift = new DriftWatch({ ...stores, artifacts, logger }, shopIds, driftThreshold);
  const fraudStores = { database, drift: new FraudDriftStore(), labels: new LabelStore(database) };
  const fraud = new FraudWatch({ ...fraudStores, models: stores.models, logger }, shopIds, driftThreshold);
  return new TrainingDue(interval, {
    reason: async (now) => (await drift.reason(now)) ?? (await fraud.reason()),
  });
}
