import type { Kafka } from 'kafkajs';
import type { BufferGauge } from '../buffer-gauge.ts';
import type { CatchUp } from '../catch-up.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { ConsumerSettings } from './supervised-consumer.ts';

/** What group members and followers are both made of. */
export interface KafkaConsumptionParts {
  readonly kafka: Kafka;
  readonly settings: ConsumerSettings;
  readonly catchUp: CatchUp;
  readonly gauge: BufferGauge;
  readonly logger: EventLogLogger;
}
