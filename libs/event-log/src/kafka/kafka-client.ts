import { Kafka, logLevel, type KafkaConfig, type LogEntry } from 'kafkajs';
import type { EventLogLogger } from '../event-log-logger.ts';
import { mendKafkajsTimers } from './kafkajs-timers.ts';

export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: Exclude<KafkaConfig['ssl'], undefined>;
  readonly sasl?: Exclude<KafkaConfig['sasl'], undefined>;
}

/** A kafkajs client that retries quickly at first and reports to our logger. */
export function createKafka(connection: KafkaConnection, logger: EventLogLogger): Kafka {
  mendKafkajsTimers();
  const { brokers, clientId, ssl, sasl } = connection;
  return new Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // 10 ms doubling to 2 s, 10 tries: about 6 s, a rolling restart's change of leaders. kafkajs's own 300 ms start
    // would hold up what is ready after a few.
    retry: { initialRetryTime: 10, maxRetryTime: 2_000, retries: 10, multiplier: 2, factor: 0.2 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => report(entry, logger),
  });
}

/** What kafkajs calls an error it retries by itself; where it gives up, the caller reports. */
function report({ level, namespace, log }: LogEntry, logger: EventLogLogger): void {
  const { message, timestamp: _timestamp, logger: _logger, ...fields } = log;
  const text = `kafkajs ${namespace}: ${message}`;
  if (level === logLevel.ERROR) logger.warn(fields, text);
  else logger.debug(fields, text);
}
