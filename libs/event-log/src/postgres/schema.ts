import type { Pool } from 'pg';
import { transactionsOn } from './pool-transaction.ts';

/** Serialises the processes that start at the same time. Any number, as long as it is ours. */
const SCHEMA_LOCK = 7_202_611_231;

/**
 * What both adapters keep in PostgreSQL (offsets, outbox) and what the postgres adapter keeps besides (the log, the
 * members of groups). Idempotent: each statement creates what is missing and changes nothing that is there.
 */
const SCHEMA = `
CREATE SCHEMA IF NOT EXISTS event_log;

-- Where each group stands: the offset it will handle next. Authoritative for both adapters.
CREATE TABLE IF NOT EXISTS event_log.consumer_offset (
  consumer_group text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (consumer_group, topic, partition)
) WITH (fillfactor = 50);

-- Records that leave with the transaction that wrote them. newest: the relay asks for the key's newest value.
CREATE TABLE IF NOT EXISTS event_log.outbox (
  id bigserial NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  value bytea,
  newest boolean NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
ALTER TABLE event_log.outbox ALTER COLUMN value SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS outbox_value ON event_log.outbox (id) WHERE NOT newest;
CREATE INDEX IF NOT EXISTS outbox_newest ON event_log.outbox (topic, id) WHERE newest;

CREATE TABLE IF NOT EXISTS event_log.topic (
  topic_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  partitions int NOT NULL CHECK (partitions > 0),
  -- null: compacted
  retention_ms bigint
);

-- The lock on a head row is what makes offsets gap-free and in commit order.
CREATE TABLE IF NOT EXISTS event_log.partition_head (
  topic_id int NOT NULL REFERENCES event_log.topic,
  partition int NOT NULL,
  next_offset bigint NOT NULL,
  -- Records below this offset are compacted among themselves.
  compacted_to bigint NOT NULL,
  PRIMARY KEY (topic_id, partition)
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS event_log.record (
  topic_id int NOT NULL,
  partition int NOT NULL,
  record_offset bigint NOT NULL,
  appended_at bigint NOT NULL,
  compacted boolean NOT NULL,
  key text NOT NULL,
  value bytea,
  PRIMARY KEY (topic_id, partition, record_offset)
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);
ALTER TABLE event_log.record ALTER COLUMN value SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS record_compacted_key
  ON event_log.record (topic_id, partition, key, record_offset) WHERE compacted;
CREATE INDEX IF NOT EXISTS record_tombstone
  ON event_log.record (topic_id, partition, record_offset) WHERE compacted AND value IS NULL;

CREATE TABLE IF NOT EXISTS event_log.group_member (
  consumer_group text NOT NULL,
  topic_id int NOT NULL REFERENCES event_log.topic,
  member_id uuid NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (consumer_group, topic_id, member_id)
);

-- A partition belongs to one member at a time, for as long as the member lives.
CREATE TABLE IF NOT EXISTS event_log.partition_lease (
  consumer_group text NOT NULL,
  topic_id int NOT NULL,
  partition int NOT NULL,
  member_id uuid NOT NULL,
  PRIMARY KEY (consumer_group, topic_id, partition),
  FOREIGN KEY (consumer_group, topic_id, member_id) REFERENCES event_log.group_member ON DELETE CASCADE
);
`;

/** Creates the schema `event_log` where it is missing. Safe to call from many processes at once. */
export async function openEventLogSchema(pool: Pool): Promise<void> {
  await transactionsOn(pool)(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
    const [last] = await transaction.query<{ found: string | null }>(
      `SELECT to_regclass('event_log.partition_lease')::text AS found`,
    );
    if (last?.found !== null) return;
    await transaction.query(SCHEMA);
  });
}
