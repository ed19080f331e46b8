import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ExperimentArm, ShopId } from '#contracts';
import { ExperimentStore, ModelStore, type ArmCounts, type ExperimentRow } from '#database';
import { LOGGER, type Logger } from '#service';
import { ArmHealthBoard } from './arm-health.ts';
import { ExperimentDesk } from './experiment-desk.ts';
import { judgeArms } from './judge-arms.ts';
import { LiveExperiments } from './live-experiments.ts';

const LOOK_EVERY_MS = 5_000;

/** Ends an A/B test whose challenger loses, fails or is slow, and any experiment whose champion serves no longer. */
@Injectable()
export class ArmGuard implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly live: LiveExperiments,
    private readonly store: ExperimentStore,
    private readonly models: ModelStore,
    private readonly health: ArmHealthBoard,
    private readonly desk: ExperimentDesk,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** At the experiments of a shop, or of all. Never rejects. */
  async look(shopId?: ShopId): Promise<void> {
    for (const { record } of this.live.all()) {
      if (shopId !== undefined && record.shopId !== shopId) continue;
      try {
        const row = await this.store.running(record.shopId, record.mode);
        const reason = row === undefined ? undefined : await this.reasonToEnd(row);
        if (row !== undefined && reason !== undefined) await this.end(row, reason);
      } catch (err) {
        this.logger.warn({ experimentId: record.experimentId, err }, 'an experiment could not be looked at');
      }
    }
  }

  private async reasonToEnd(row: ExperimentRow): Promise<string | undefined> {
    const champion = await this.models.champion(
      row.shopId,
      row.mode === 'fraud-shadow' ? 'fraud' : 'recommender',
    );
    if (champion?.version === row.version) return 'it serves now';
    if (champion?.version !== row.championVersion) return 'the champion changed';
    if (row.mode !== 'ab') return undefined;
    const counts = await this.store.counts(row.id);
    const reason = judgeArms(
      { champion: countsOf(counts, 'champion'), challenger: countsOf(counts, 'challenger') },
      { champion: this.health.of(row.id, 'champion'), challenger: this.health.of(row.id, 'challenger') },
    );
    return reason === undefined ? undefined : `rolled back: ${reason}`;
  }

  private async end(row: ExperimentRow, reason: string): Promise<void> {
    if (!(await this.desk.end(row, reason))) return;
    this.health.forget(row.id);
    const { shopId, version, id: experimentId } = row;
    this.logger.warn({ shopId, version, experimentId, reason }, 'an experiment ended by itself');
  }
}

/** An arm nobody was shown yet counts nothing. */
export function countsOf(counts: readonly ArmCounts[], arm: ExperimentArm): ArmCounts {
  const none = { arm, shoppers: 0, lists: 0, clicked: 0, bought: 0, hit: 0 };
  return counts.find((each) => each.arm === arm) ?? none;
}
