import { TOPICS, parseRecordKey, recordKey, type EpochMs, type Event, type RejectedEvent } from '#contracts';
import { enqueue, outboxRecord, type ConsumeOptions, type LogRecord } from '#event-log';

/**
 * For `ConsumeOptions.onPoison` of a consumer of events: sends the record to events.rejected with the reason, so
 * that it can be replayed after a fix. `stage` names the consumer group.
 */
export function rejectPoison(stage: string): ConsumeOptions['onPoison'] {
  return async (transaction, topic, record, error) => {
    const rejected: RejectedEvent = {
      // Where it stood on the log: a second rejection of the same record is the same rejection.
      rejectedId: `${stage}:${topic}:${record.partition}:${record.offset}`,
      ...identityOf(record),
      stage,
      code: 'EVENT_POISON',
      message: error.message,
      bodyBase64: Buffer.from(record.value ?? []).toString('base64'),
      // The log's clock is a whole number of milliseconds.
      receivedAt: record.appendedAt as EpochMs,
    };
    const key =
      rejected.shopId === undefined ? rejected.rejectedId : recordKey(rejected.shopId, rejected.rejectedId);
    await enqueue(transaction, [outboxRecord(TOPICS.eventsRejected, key, rejected)]);
  };
}

/** What can still be told of a record that may be broken in any way. */
function identityOf(record: LogRecord): Pick<RejectedEvent, 'shopId' | 'eventId'> {
  try {
    const { shopId } = parseRecordKey(record.key);
    const eventId = eventIdOf(record.value);
    return eventId === undefined ? { shopId } : { shopId, eventId };
  } catch {
    return {};
  }
}

function eventIdOf(value: Uint8Array | null): string | undefined {
  try {
    const event: Partial<Event> = TOPICS.events.codec.decode(value ?? new Uint8Array());
    return typeof event.eventId === 'string' ? event.eventId : undefined;
  } catch {
    return undefined;
  }
}
