import type { ShopId } from '#contracts';
import type { Database, FraudDriftStore, LabelStore, ModelStore } from '#database';
import type { Logger } from '#service';

/** With fewer new ones, a training would learn little that the one before it did not know. */
const NEW_FRAUDS_MIN = 50;
/** Nor with fewer than this share of those that were known: what is known of fraud grows, the number of trainings not. */
const NEW_FRAUDS_SHARE = 0.25;

export interface FraudWatchTools {
  readonly database: Database;
  readonly drift: Pick<FraudDriftStore, 'newestReports'>;
  readonly labels: Pick<LabelStore, 'countFrauds'>;
  readonly models: Pick<ModelStore, 'list'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Whether a fraud model should be trained before its time: orders have drifted from those that the newest one was trained
 * on, or many frauds were found since. One that was trained since ends either, whether it serves or not.
 */
export class FraudWatch {
  constructor(
    private readonly tools: FraudWatchTools,
    private readonly shopIds: readonly ShopId[],
    /** Population stability index above which orders have drifted. */
    private readonly threshold: number,
  ) {}

  /** Why to train now; undefined while there is no reason. Never rejects: the interval trains anyway. */
  async reason(): Promise<string | undefined> {
    for (const shopId of this.shopIds) {
      try {
        const reason = await this.reasonOf(shopId);
        if (reason !== undefined) return `${reason} of ${shopId}`;
      } catch (err) {
        this.tools.logger.warn({ shopId, err }, 'drift of orders could not be read');
      }
    }
    return undefined;
  }

  private async reasonOf(shopId: ShopId): Promise<string | undefined> {
    const [newest] = await this.tools.models.list(shopId, 'fraud', 1);
    if (newest === undefined) return undefined;
    return (await this.drift(shopId, newest.version)) ?? (await this.newFrauds(shopId, newest.trainedAt));
  }

  private async drift(shopId: ShopId, version: string): Promise<string | undefined> {
    const reports = await this.tools.drift.newestReports(this.tools.database);
    const report = reports.find((each) => each.shopId === shopId && each.version === version);
    if (report === undefined) return undefined;
    const { scorePsi, features } = report;
    const score = { feature: 'how strange orders are', psi: scorePsi };
    const [most] = [...features, score].sort((a, b) => b.psi - a.psi);
    if (most === undefined || most.psi <= this.threshold) return undefined;
    return `drift: population stability index ${most.psi.toFixed(2)} over ${this.threshold} (${most.feature})`;
  }

  private async newFrauds(shopId: ShopId, trainedAtMs: number): Promise<string | undefined> {
    const { before, after } = await this.tools.labels.countFrauds(shopId, trainedAtMs);
    if (after < Math.max(NEW_FRAUDS_MIN, NEW_FRAUDS_SHARE * before)) return undefined;
    return `labels: ${after} frauds found since the last training, ${before} before it,`;
  }
}
