import { hash } from 'node:crypto';
import type { ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { deleteInBatches } from '../connection/delete-in-batches.ts';
import type { ComponentRow, KnownComponentRows } from './component-row.ts';

/** Whose aggregate it is; `id` is the plain id of the entity, of which only a hash is stored. */
export interface VelocityKey {
  readonly shopId: ShopId;
  readonly kind: string;
  readonly id: string;
}

/** An aggregate as bytes; what they mean is the caller's matter. */
export interface VelocityRow extends VelocityKey {
  readonly body: Uint8Array;
}

/** One stored aggregate, for verification: the id itself is not kept. */
export interface StoredVelocity {
  readonly key: string;
  readonly body: Uint8Array;
}

interface Columns {
  readonly shop_id: ShopId;
  readonly entity_kind: string;
  readonly entity_hash: string;
  readonly body: Buffer;
}

/** What an order at checkout is judged by. */
export interface VelocitySnapshot {
  /** Of those that exist, by velocityKeyText. */
  readonly bodies: ReadonlyMap<string, Uint8Array>;
  readonly components: KnownComponentRows;
  /** By shop the newest batch that is counted; none before the first. See ScreenedBatches. */
  readonly positions: ReadonlyMap<ShopId, number>;
}

type SnapshotColumns = {
  /** Place of the key, from 1. */
  readonly place: string;
  readonly body: Buffer | null;
  readonly position: string | null;
} & (
  ({ readonly component: string } & ComponentRow) | { readonly component: string | null; readonly size: null }
);

/** A page of a long read: at most about 2 MB. */
const PAGE_SIZE = 2_000;

const SELECT = `SELECT shop_id, entity_kind, replace(entity_hash::text, '-', '') AS entity_hash, body
                FROM velocity_aggregate`;
const ROWS = 'unnest($1::text[], $2::text[], $3::uuid[])';

/** The name of an aggregate as one text; also that of its row. */
export function velocityKeyText({ shopId, kind, id }: VelocityKey): string {
  return `${shopId}/${kind}/${hash('sha256', id, 'hex').slice(0, 32)}`;
}

/** The counts behind fraud features. Written by anomaly alone. */
export class VelocityStore {
  constructor(private readonly database: Database) {}

  /** What is known of these entities, as of one moment and without locks. */
  async read(keys: readonly VelocityKey[]): Promise<VelocitySnapshot> {
    const texts = keys.map(velocityKeyText);
    const shopIds = [...new Set(keys.map(({ shopId }) => shopId))];
    // Keys come back as their places, and those that were never seen do not, but for one of each shop: its position counts.
    const rows = await this.database.query<SnapshotColumns>(
      `SELECT place, body, component, size, edges, orders, frauds, position
       FROM unnest($1::text[], $2::text[], $3::uuid[]) WITH ORDINALITY
         AS row(shop_id, entity_kind, entity_hash, place)
       LEFT JOIN velocity_aggregate USING (shop_id, entity_kind, entity_hash)
       LEFT JOIN component_member USING (shop_id, entity_kind, entity_hash)
       LEFT JOIN component USING (component)
       LEFT JOIN screening_position USING (shop_id)
       WHERE body IS NOT NULL OR size IS NOT NULL OR place = ANY($4)`,
      [...columnsOf(keys, texts), shopIds.map((id) => 1 + keys.findIndex(({ shopId }) => shopId === id))],
    );
    const bodies = new Map<string, Uint8Array>();
    const members = new Map<string, string>();
    const components = new Map<string, ComponentRow>();
    const positions = new Map<ShopId, number>();
    for (const row of rows) {
      const at = Number(row.place) - 1;
      const [text, key] = [texts[at], keys[at]];
      if (text === undefined || key === undefined) continue;
      if (row.body !== null) bodies.set(text, row.body);
      if (row.size !== null) {
        members.set(text, row.component);
        components.set(row.component, row);
      }
      if (row.position !== null) positions.set(key.shopId, Number(row.position));
    }
    return { bodies, components: { members, components }, positions };
  }

  /** The bodies of those that exist, by velocityKeyText, for a transaction that has the shops' screening locked. */
  async load(sql: Sql, keys: readonly VelocityKey[]): Promise<ReadonlyMap<string, Uint8Array>> {
    if (keys.length === 0) return new Map();
    const rows = await sql.query<Columns>(
      `${SELECT} WHERE (shop_id, entity_kind, entity_hash) IN (SELECT * FROM ${ROWS})`,
      columnsOf(keys),
    );
    return new Map(rows.map((row) => [keyOf(row), row.body]));
  }

  /** Adds or overwrites aggregates of shops whose screening the transaction has locked. */
  async save(sql: Sql, rows: readonly VelocityRow[]): Promise<void> {
    if (rows.length === 0) return;
    await sql.query(
      `INSERT INTO velocity_aggregate (shop_id, entity_kind, entity_hash, body, updated_at)
       SELECT shop_id, entity_kind, entity_hash, body, now()
       FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bytea[]) AS row(shop_id, entity_kind, entity_hash, body)
       ON CONFLICT (shop_id, entity_kind, entity_hash)
         DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
      [...columnsOf(rows), rows.map(({ body }) => Buffer.from(body))],
    );
  }

  /**
   * Deletes the aggregates of a kind that nothing was folded into for its time, given in whole days by kind; returns how
   * many.
   */
  forgetIdle(idleDays: ReadonlyMap<string, number>): Promise<number> {
    return deleteInBatches(this.database, {
      table: 'velocity_aggregate',
      condition: `updated_at < now() - make_interval(days => (
        SELECT idle.days FROM unnest($1::text[], $2::int[]) AS idle(kind, days) WHERE idle.kind = entity_kind))`,
      values: [[...idleDays.keys()], [...idleDays.values()]],
      exclusive: false,
    });
  }

  /** All of them, in pages; `sql` may be a transaction, so that the reader sees one moment. */
  async *readAll(sql: Sql): AsyncGenerator<readonly StoredVelocity[]> {
    let after: readonly string[] = ['', '', '0'.repeat(32)];
    for (;;) {
      const rows = await sql.query<Columns>(
        `${SELECT} WHERE (shop_id, entity_kind, entity_hash) > ($1, $2, $3::uuid)
         ORDER BY velocity_aggregate.shop_id, velocity_aggregate.entity_kind, velocity_aggregate.entity_hash
         LIMIT ${PAGE_SIZE}`,
        after,
      );
      if (rows.length > 0) yield rows.map((row) => ({ key: keyOf(row), body: row.body }));
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_SIZE) return;
      after = [last.shop_id, last.entity_kind, last.entity_hash];
    }
  }
}

function columnsOf(
  keys: readonly VelocityKey[],
  texts: readonly string[] = keys.map(velocityKeyText),
): [string[], string[], string[]] {
  const hashes = texts.map((text) => text.slice(text.lastIndexOf('/') + 1));
  return [keys.map(({ shopId }) => shopId), keys.map(({ kind }) => kind), hashes];
}

function keyOf(row: Omit<Columns, 'body'>): string {
  return `${row.shop_id}/${row.entity_kind}/${row.entity_hash}`;
}
