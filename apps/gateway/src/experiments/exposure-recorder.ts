import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { recordKey, TOPICS, type ExposureRecord } from '#contracts';
import { ExperimentStore } from '#database';
import type { EventLog } from '#event-log';
import { EVENT_LOG, LOGGER, RepeatedWork, type Logger } from '#service';

const WRITE_EVERY_MS = 500;
const BATCH_SIZE = 1_000;
/** A few megabytes; more than that are not counted, and the log says so. */
const WAITING_MAX = 10_000;

/** Writes down, off the answering path, what was shown in experiments: on the log for analyses, in the store to count. */
@Injectable()
export class ExposureRecorder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private waiting: ExposureRecord[] = [];
  private dropped = 0;
  private readonly writing = new RepeatedWork(WRITE_EVERY_MS, () => this.write());

  constructor(
    private readonly store: ExperimentStore,
    @Inject(EVENT_LOG) private readonly eventLog: Pick<EventLog, 'append'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.writing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.writing.finish();
  }

  add(exposure: ExposureRecord): void {
    if (this.waiting.length < WAITING_MAX) this.waiting.push(exposure);
    else this.dropped++;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH_SIZE);
      try {
        await this.store.expose(batch);
        const records = batch.map((value) => ({ key: recordKey(value.shopId, value.shopperHash), value }));
        await this.eventLog.append(TOPICS.exposures, records);
      } catch (err) {
        this.dropped += batch.length;
        this.logger.warn({ err }, 'exposures could not be written');
        break;
      }
    }
    if (this.dropped > 0) this.logger.warn({ dropped: this.dropped }, 'exposures are not counted');
    this.dropped = 0;
  }
}
