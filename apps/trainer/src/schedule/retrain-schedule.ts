import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';
import { TrainingSupervisor } from '../supervision/training-supervisor.ts';
import type { TrainingDue } from './training-due.ts';

/** A run may be this late, and begins no sooner than this after a start. */
const CHECK_EVERY_MS = 60_000;

/** The TrainingDue of the schedule; null where trainings are only asked for. */
export const TRAINING_DUE = Symbol('TrainingDue');

/** Has the supervisor train when it is time again. The first training of a store is for someone to ask for. */
@Injectable()
export class RetrainSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(TRAINING_DUE) private readonly due: Pick<TrainingDue, 'at' | 'begin'> | null,
    @Inject(TrainingSupervisor) private readonly supervisor: Pick<TrainingSupervisor, 'train'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.due === null) return;
    this.timer = setInterval(() => void this.trainIfDue(), CHECK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Resolves when there was nothing to do or the run is over. Never rejects. */
  async trainIfDue(): Promise<void> {
    const because = await this.whyNow();
    if (because === undefined) return;
    this.logger.info({ because }, 'training begins');
    this.due?.begin(this.clock());
    await this.supervisor.train(undefined, because);
  }

  private async whyNow(): Promise<string | undefined> {
    try {
      const due = await this.due?.at(this.clock());
      return due?.kind === 'due' ? due.because : undefined;
    } catch (err) {
      this.logger.warn({ err }, 'whether to train could not be found out');
      return undefined;
    }
  }
}
