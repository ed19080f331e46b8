import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TrainingAttempts } from '#database';
import { CLOCK, LOGGER, ShopDirectory, type Clock, type Logger, type Shop } from '#service';
import {
  TRAINING_SUPERVISOR_OPTIONS,
  TrainingSupervisor,
  type TrainingSupervisorOptions,
} from '../supervision/training-supervisor.ts';
import { TrainingInterval } from './training-interval.ts';

/** A run may be this late, and begins no sooner than this after a start. */
const CHECK_EVERY_MS = 60_000;

/** Has the supervisor train when it is time again. The first training of a store is for someone to ask for. */
@Injectable()
export class RetrainSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly interval: TrainingInterval | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(TRAINING_SUPERVISOR_OPTIONS) { retrainEveryMs }: TrainingSupervisorOptions,
    @Inject(TrainingSupervisor) private readonly supervisor: Pick<TrainingSupervisor, 'train'>,
    @Inject(TrainingAttempts) attempts: Pick<TrainingAttempts, 'latest'>,
    @Inject(ShopDirectory) shops: { readonly shops: readonly Pick<Shop, 'id'>[] },
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    if (retrainEveryMs === undefined) return;
    const shopIds = shops.shops.map(({ id }) => id);
    this.interval = new TrainingInterval(attempts, shopIds, retrainEveryMs);
  }

  onApplicationBootstrap(): void {
    if (this.interval === undefined) return;
    this.timer = setInterval(() => void this.trainIfDue(), CHECK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Resolves when there was nothing to do or the run is over. Never rejects. */
  async trainIfDue(): Promise<void> {
    const now = this.clock();
    try {
      if ((await this.interval?.msLeft(now)) !== 0) return;
    } catch (err) {
      this.logger.warn({ err }, 'whether to train could not be found out');
      return;
    }
    this.interval?.begin(now);
    await this.supervisor.train();
  }
}
