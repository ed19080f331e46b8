import type { Topic } from '#contracts';

/** A record to be appended to the log once the transaction that enqueued it has committed. */
export interface OutboxRow {
  readonly topic: string;
  readonly key: string;
  readonly content:
    { readonly kind: 'value'; readonly value: Uint8Array | null } | { readonly kind: 'newest' };
}

/** Rows that carry their value are sent by one lane, in their order; those that name only a key by a lane a topic. */
export function laneOf({ topic, content }: OutboxRow): string {
  return content.kind === 'value' ? VALUE_LANE : newestLaneOf(topic);
}

export const VALUE_LANE = 'values';

export function newestLaneOf(topic: string): string {
  return `newest/${topic}`;
}

/** A record with its value; null deletes the key on a compacted topic. */
export function outboxRecord<T>(topic: Topic<T>, key: string, value: T | null): OutboxRow {
  return {
    topic: topic.name,
    key,
    content: { kind: 'value', value: value === null ? null : topic.codec.encode(value) },
  };
}

/**
 * Only the key: the relay asks the topic's resolver for the newest value when it sends it, once for many rows of a
 * key. For changelogs, where only the newest value counts. A topic takes rows of one kind: between the kinds no order
 * is kept.
 */
export function outboxNewest(topic: Topic, key: string): OutboxRow {
  return { topic: topic.name, key, content: { kind: 'newest' } };
}
