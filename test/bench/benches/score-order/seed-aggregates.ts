import { Database, velocityKeyText, type VelocityRow } from '#database';
import type { ShopId } from '#contracts';
import { EMPTY_VELOCITY, encodeVelocity, foldVelocity, type Entities, type VelocityAggregate } from '#ml';
import { keyedHash, type Shop } from '#service';
import { unitOf } from '../../traffic/unit-of.ts';
import { customerOf } from './checkout-traffic.ts';

export const ORDERS_PER_CUSTOMER = 5;
const SALT = { time: 71, amount: 72 } as const;
const DAY_MS = 86_400_000;
/** Orders of a customer lie in this time before now. */
const PAST_DAYS = 60;
/** Those that a customer has alone. A network, a bank number and a domain are shared, and so is their one row. */
const KINDS = ['user', 'device', 'address', 'card', 'ip', 'email'] as const;
const CUSTOMERS_PER_STATEMENT = 1_000;

/**
 * The aggregates of customers who each ordered a few times, as the consumer would have folded them: written straight into
 * the store, since a million events take minutes.
 */
export async function seedAggregates(
  connectionString: string,
  shop: Pick<Shop, 'hashKey'> & { readonly id: string },
  customers: number,
): Promise<void> {
  const database = await Database.open({ connectionString });
  try {
    const nowMs = Date.now();
    for (let from = 0; from < customers; from += CUSTOMERS_PER_STATEMENT) {
      const count = Math.min(CUSTOMERS_PER_STATEMENT, customers - from);
      const rows = Array.from({ length: count }, (_, i) => rowsOf(shop as Shop, from + i, nowMs)).flat();
      await insert(database, rows);
    }
    await database.query('VACUUM ANALYZE velocity_aggregate');
    // Written out now, not while orders are scored.
    await database.query('CHECKPOINT');
  } finally {
    await database.close();
  }
}

async function insert(database: Database, rows: readonly VelocityRow[]): Promise<void> {
  await database.query(
    `INSERT INTO velocity_aggregate (shop_id, entity_kind, entity_hash, body, updated_at)
     SELECT *, now() FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bytea[])`,
    [
      rows.map(({ shopId }) => shopId),
      rows.map(({ kind }) => kind),
      rows.map((row) => velocityKeyText(row).split('/')[2]),
      rows.map(({ body }) => Buffer.from(body)),
    ],
  );
}

function rowsOf(shop: Shop, index: number, nowMs: number): readonly VelocityRow[] {
  const { userId, deviceId, shippingAddress, cardFingerprint, ip } = customerOf(index);
  const entities = {
    user: `u:${userId}`,
    device: deviceId,
    address: keyedHash(shop, 'address', shippingAddress),
    card: keyedHash(shop, 'card', cardFingerprint),
    ip: keyedHash(shop, 'ip', ip),
    email: keyedHash(shop, 'email', `${userId}@mail.example`),
  };
  return KINDS.map((kind) => ({
    shopId: shop.id as ShopId,
    kind,
    id: entities[kind],
    body: encodeVelocity(pastOf(kind, entities, index, nowMs)),
  }));
}

function pastOf(
  kind: (typeof KINDS)[number],
  entities: Entities,
  index: number,
  nowMs: number,
): VelocityAggregate {
  let aggregate = EMPTY_VELOCITY;
  for (let order = 0; order < ORDERS_PER_CUSTOMER; order++) {
    const sequence = index * ORDERS_PER_CUSTOMER + order;
    aggregate = foldVelocity(aggregate, kind, {
      kind: 'order',
      timeMs: Math.floor(nowMs - DAY_MS - PAST_DAYS * DAY_MS * unitOf(sequence, SALT.time)),
      amountMinor: Math.floor(2_000 + 12_000 * unitOf(sequence, SALT.amount)),
      entities,
    });
  }
  return aggregate;
}
