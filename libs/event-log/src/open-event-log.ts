import type { EventLog } from './event-log.ts';
import type { KafkaEventLogConfig } from './kafka/kafka-event-log.ts';
import { PostgresEventLog } from './postgres/postgres-event-log.ts';
import type { PostgresEventLogConfig } from './postgres/postgres-event-log-config.ts';

export type EventLogConfig =
  | ({ readonly kind: 'postgres' } & PostgresEventLogConfig)
  | ({ readonly kind: 'kafka' } & KafkaEventLogConfig);

/** Opens the event log a deployment has chosen. */
export async function openEventLog(config: EventLogConfig): Promise<EventLog> {
  if (config.kind === 'postgres') return PostgresEventLog.open(config);
  // Loaded only where it is used: the embedded default needs no Kafka client.
  const { KafkaEventLog } = await import('./kafka/kafka-event-log.ts');
  return KafkaEventLog.open(config);
}
