import type { Client } from 'pg';
import type { Topic } from '#contracts';
import { prepared } from '../prepared.ts';
import type { EventLog, NewRecord } from '../../event-log.ts';
import { newestLaneOf, VALUE_LANE } from './outbox-row.ts';

/** The newest value of each key: null deletes the key on the log; a key left out has nothing to send. */
export type ResolveNewest = (keys: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array | null>>;

/** The outbox rows that one relay at a time sends, in their order. */
export interface OutboxLane {
  /** Names the lane's lock, and the lane in notifications. */
  readonly name: string;
  /** Sends the next rows and removes them; whether more may wait. Rows are removed only after they are durable. */
  sendNext(client: Client, log: EventLog): Promise<boolean>;
}

interface Row {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer | null;
}

/** Rows and bytes of one step. */
const ROWS_MAX = 2_000;
const BYTES_MAX = 4_000_000;

/** Rows that carry their value. Rows of unknown topics stay: a newer release that knows them may be starting. */
export function valueLane(topics: readonly Topic[]): OutboxLane {
  const byName = new Map(topics.map((topic) => [topic.name, bytesOf(topic)]));
  return {
    name: VALUE_LANE,
    async sendNext(client, log) {
      const { rows } = await client.query<Row>(
        prepared(
          `SELECT id, topic, key, value FROM (
           SELECT *, sum(size) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) - size AS bytes_before FROM (
             SELECT *, coalesce(octet_length(value), 0) AS size
             FROM event_log.outbox WHERE NOT newest AND topic = ANY($1) ORDER BY id LIMIT $2
           ) AS page
         ) AS sized WHERE bytes_before < $3 ORDER BY id`,
          [[...byName.keys()], ROWS_MAX, BYTES_MAX],
        ),
      );
      if (rows.length === 0) return false;
      // Topics one after the other: order matters within a key, and a key belongs to one topic.
      for (const [name, records] of groupByTopic(rows)) {
        const topic = byName.get(name);
        if (topic !== undefined) await log.append(topic, records);
      }
      await client.query(
        prepared('DELETE FROM event_log.outbox WHERE NOT newest AND id = ANY($1)', [
          rows.map(({ id }) => id),
        ]),
      );
      return true;
    },
  };
}

/** Rows of one topic that name only the key. */
export function newestLane(topic: Topic, resolve: ResolveNewest): OutboxLane {
  const raw = bytesOf(topic);
  return {
    name: newestLaneOf(topic.name),
    async sendNext(client, log) {
      const { rows } = await client.query<Pick<Row, 'id' | 'key'>>(
        prepared('SELECT id, key FROM event_log.outbox WHERE newest AND topic = $1 ORDER BY id LIMIT $2', [
          topic.name,
          ROWS_MAX,
        ]),
      );
      if (rows.length === 0) return false;
      // Asked after the rows were read, so each value is at least as new as its row.
      const newest = await resolve([...new Set(rows.map(({ key }) => key))]);
      await log.append(
        raw,
        [...newest].map(([key, value]) => ({ key, value })),
      );
      await client.query(
        prepared('DELETE FROM event_log.outbox WHERE newest AND topic = $1 AND id = ANY($2)', [
          topic.name,
          rows.map(({ id }) => id),
        ]),
      );
      return rows.length === ROWS_MAX;
    },
  };
}

function groupByTopic(rows: readonly Row[]): Map<string, NewRecord<Uint8Array>[]> {
  const byTopic = new Map<string, NewRecord<Uint8Array>[]>();
  for (const { topic, key, value } of rows) {
    const records = byTopic.get(topic);
    if (records === undefined) byTopic.set(topic, [{ key, value }]);
    else records.push({ key, value });
  }
  return byTopic;
}

/** The same topic for values that are encoded already. */
function bytesOf(topic: Topic): Topic<Uint8Array> {
  return { ...topic, codec: { encode: (bytes) => bytes, decode: (bytes) => bytes } };
}
