import { createHash, randomUUID } from 'node:crypto';
import type { RunInTransaction, Transaction } from '../event-log.ts';
import type { LogTopic } from './topic-registry.ts';

/** LISTEN channel; payload: groupDigest. */
export const GROUP_CHANNEL = 'event_log_group';

/** Names a group on a topic in notifications; a group's own name may be too long for them. */
export function groupDigest(group: string, topicId: number): string {
  return createHash('sha256').update(`${topicId}/${group}`).digest('base64url');
}

export interface Assignment {
  /** What this member should have, now that it knows who else is there. */
  readonly target: ReadonlySet<number>;
  /** What nobody else can take while this member lives. */
  readonly leased: ReadonlySet<number>;
}

/**
 * One member of a group on one topic. Members share the partitions evenly by the order of their ids; a partition
 * changes hands only when its holder gave it up or let its session expire. Leases keep members from doing the same
 * work; that a late one cannot apply it is the offset's job (advanceOffset).
 */
export class GroupMembership {
  readonly memberId = randomUUID();
  readonly #runInTransaction: RunInTransaction;
  readonly #group: string;
  readonly #topic: LogTopic;
  readonly #sessionTimeoutMs: number;

  constructor(runInTransaction: RunInTransaction, group: string, topic: LogTopic, sessionTimeoutMs: number) {
    this.#runInTransaction = runInTransaction;
    this.#group = group;
    this.#topic = topic;
    this.#sessionTimeoutMs = sessionTimeoutMs;
  }

  /** The heartbeat: prolongs the session, drops expired members, gives up and takes partitions. `busy`: in use. */
  heartbeat(busy: ReadonlySet<number>): Promise<Assignment> {
    return this.#runInTransaction(async (transaction) => {
      await this.#lockGroup(transaction);
      const joined = await this.#prolongSession(transaction);
      const expired = await this.#dropExpired(transaction);
      const target = await this.#target(transaction);
      const released = await this.#release(transaction, [...target, ...busy]);
      const leased = await this.#take(transaction, target);
      if (joined || expired || released) await this.#tellMembers(transaction);
      return { target, leased };
    });
  }

  /** Gives everything up at once, so that the others need not wait for the session to expire. */
  async leave(): Promise<void> {
    await this.#runInTransaction(async (transaction) => {
      await this.#lockGroup(transaction);
      await transaction.query(
        'DELETE FROM event_log.group_member WHERE consumer_group = $1 AND topic_id = $2 AND member_id = $3',
        this.#me(),
      );
      await this.#tellMembers(transaction);
    });
  }

  #us(): unknown[] {
    return [this.#group, this.#topic.topicId];
  }

  #me(): unknown[] {
    return [...this.#us(), this.memberId];
  }

  /** One member of a group at a time: what follows is easy to reason about, and rare. */
  async #lockGroup(transaction: Transaction): Promise<void> {
    await transaction.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('event_log/' || $1::text, $2::int))`,
      this.#us(),
    );
  }

  async #prolongSession(transaction: Transaction): Promise<boolean> {
    const [row] = await transaction.query<{ joined: boolean }>(
      `INSERT INTO event_log.group_member (consumer_group, topic_id, member_id, expires_at)
       VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
       ON CONFLICT (consumer_group, topic_id, member_id) DO UPDATE SET expires_at = excluded.expires_at
       RETURNING xmax = 0 AS joined`,
      [...this.#me(), this.#sessionTimeoutMs],
    );
    return row?.joined === true;
  }

  async #dropExpired(transaction: Transaction): Promise<boolean> {
    const expired = await transaction.query(
      `DELETE FROM event_log.group_member
       WHERE consumer_group = $1 AND topic_id = $2 AND expires_at < clock_timestamp() RETURNING 1`,
      this.#us(),
    );
    return expired.length > 0;
  }

  async #target(transaction: Transaction): Promise<ReadonlySet<number>> {
    const members = await transaction.query<{ member_id: string }>(
      `SELECT member_id FROM event_log.group_member
       WHERE consumer_group = $1 AND topic_id = $2 ORDER BY member_id`,
      this.#us(),
    );
    const mine = members.findIndex(({ member_id }) => member_id === this.memberId);
    const all = Array.from({ length: this.#topic.partitions }, (_, partition) => partition);
    return new Set(all.filter((partition) => partition % members.length === mine));
  }

  async #release(transaction: Transaction, keep: readonly number[]): Promise<boolean> {
    const released = await transaction.query(
      `DELETE FROM event_log.partition_lease
       WHERE consumer_group = $1 AND topic_id = $2 AND member_id = $3 AND partition <> ALL($4::int[]) RETURNING 1`,
      [...this.#me(), keep],
    );
    return released.length > 0;
  }

  async #take(transaction: Transaction, target: ReadonlySet<number>): Promise<ReadonlySet<number>> {
    await transaction.query(
      `INSERT INTO event_log.partition_lease (consumer_group, topic_id, partition, member_id)
       SELECT $1, $2, partition, $3 FROM unnest($4::int[]) AS partition ON CONFLICT DO NOTHING`,
      [...this.#me(), [...target]],
    );
    const leased = await transaction.query<{ partition: number }>(
      `SELECT partition FROM event_log.partition_lease
       WHERE consumer_group = $1 AND topic_id = $2 AND member_id = $3`,
      this.#me(),
    );
    return new Set(leased.map(({ partition }) => partition));
  }

  async #tellMembers(transaction: Transaction): Promise<void> {
    await transaction.query('SELECT pg_notify($1, $2)', [
      GROUP_CHANNEL,
      groupDigest(this.#group, this.#topic.topicId),
    ]);
  }
}
