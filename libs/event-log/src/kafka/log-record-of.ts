import type { KafkaMessage } from 'kafkajs';
import type { LogRecord } from '../event-log.ts';

/** A Kafka message as a record. Other systems may leave out the key: it reads as ''. */
export function logRecordOf(partition: number, message: KafkaMessage): LogRecord {
  return {
    partition,
    offset: Number(message.offset),
    key: message.key?.toString('utf8') ?? '',
    value: message.value,
    appendedAt: Number(message.timestamp),
  };
}
