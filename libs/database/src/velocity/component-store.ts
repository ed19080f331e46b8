import type { Database, Sql } from '../connection/database.ts';
import { deleteInBatches } from '../connection/delete-in-batches.ts';
import type { ChangedComponentRows, ComponentRow, KnownComponentRows } from './component-row.ts';
import { velocityKeyText, type VelocityKey } from './velocity-store.ts';

/** A component in which nothing happened for so long is forgotten with its members, as its users are. */
const IDLE_DAYS = 400;

/** The components of entities. Written by anomaly alone, by one transaction of a shop at a time: see lockScreening. */
export class ComponentStore {
  /** The components of these entities, by velocityKeyText. */
  async load(sql: Sql, keys: readonly VelocityKey[]): Promise<KnownComponentRows> {
    if (keys.length === 0) return { members: new Map(), components: new Map() };
    const rows = await sql.query<ComponentRow & { readonly key: string; readonly component: string }>(
      `SELECT shop_id || '/' || entity_kind || '/' || replace(entity_hash::text, '-', '') AS key,
              component, size, edges, orders, frauds
       FROM component_member JOIN component USING (component)
       WHERE (shop_id, entity_kind, entity_hash) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[]))`,
      partsOf(keys.map(velocityKeyText)),
    );
    return {
      members: new Map(rows.map(({ key, component }) => [key, component])),
      components: new Map(
        rows.map(({ component, size, edges, orders, frauds }) => [
          component,
          { size, edges, orders, frauds },
        ]),
      ),
    };
  }

  /** Moves the members of what was merged, adds those that joined, and overwrites what is counted. */
  async save(sql: Sql, { joined, merged, components }: ChangedComponentRows): Promise<void> {
    if (merged.size > 0) {
      await sql.query(
        `WITH gone AS (DELETE FROM component WHERE component = ANY($1::text[]))
         UPDATE component_member AS member SET component = merged.into_component
         FROM unnest($1::text[], $2::text[]) AS merged(component, into_component)
         WHERE member.component = merged.component`,
        [[...merged.keys()], [...merged.values()]],
      );
    }
    if (joined.size === 0 && components.size === 0) return;
    const rows = [...components.values()];
    await sql.query(
      `WITH joined AS (
         INSERT INTO component_member (shop_id, entity_kind, entity_hash, component)
         SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[])
         ON CONFLICT (shop_id, entity_kind, entity_hash) DO UPDATE SET component = excluded.component
       )
       INSERT INTO component (component, size, edges, orders, frauds, updated_at)
       SELECT component, size, edges, orders, frauds, now()
       FROM unnest($5::text[], $6::int[], $7::int[], $8::int[], $9::int[])
         AS row(component, size, edges, orders, frauds)
       ON CONFLICT (component) DO UPDATE SET size = excluded.size, edges = excluded.edges,
         orders = excluded.orders, frauds = excluded.frauds, updated_at = excluded.updated_at`,
      [
        ...partsOf([...joined.keys()]),
        [...joined.values()],
        [...components.keys()],
        rows.map(({ size }) => size),
        rows.map(({ edges }) => edges),
        rows.map(({ orders }) => orders),
        rows.map(({ frauds }) => frauds),
      ],
    );
  }

  /** Deletes what was idle; returns how many components. Writers are held off for a moment. */
  async forgetIdle(database: Database): Promise<number> {
    const forgotten = await deleteInBatches(database, {
      table: 'component',
      condition: 'updated_at < now() - make_interval(days => $1)',
      values: [IDLE_DAYS],
      exclusive: true,
    });
    await deleteInBatches(database, {
      table: 'component_member',
      condition: 'NOT EXISTS (SELECT FROM component WHERE component.component = component_member.component)',
      values: [],
      exclusive: true,
    });
    return forgotten;
  }
}

/** The parts of shop/kind/hash; neither shop nor kind ever holds a slash. */
function partsOf(keys: readonly string[]): [string[], string[], string[]] {
  const parts = keys.map((key) => key.split('/'));
  return [
    parts.map(([shop = '']) => shop),
    parts.map(([, kind = '']) => kind),
    parts.map(([, , hash = '']) => hash),
  ];
}
