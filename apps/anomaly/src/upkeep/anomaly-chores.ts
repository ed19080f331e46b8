import type {
  ComponentStore,
  Database,
  OrderEntitiesStore,
  OrderVectorStore,
  ScreenedBatches,
  VelocityStore,
  WebhookStore,
} from '#database';
import { VELOCITY_IDLE_DAYS } from '#ml';
import type { Chore } from './chore.ts';

const IDLE_DAYS: ReadonlyMap<string, number> = new Map(Object.entries(VELOCITY_IDLE_DAYS));

export interface ForgetfulStores {
  readonly database: Database;
  readonly velocity: VelocityStore;
  readonly components: ComponentStore;
  readonly orders: OrderEntitiesStore;
  readonly vectors: OrderVectorStore;
  readonly journal: ScreenedBatches;
  readonly webhooks: WebhookStore;
}

/** What no score, chargeback or analyst can ask for any more. */
export function anomalyChores(stores: ForgetfulStores): readonly Chore[] {
  const { database, velocity, components, orders, vectors, journal, webhooks } = stores;
  return [
    { name: 'aggregates', run: () => velocity.forgetIdle(IDLE_DAYS) },
    { name: 'components', run: () => components.forgetIdle(database) },
    { name: 'orders', run: () => orders.forgetOld(database) },
    { name: 'vectorMonths', run: (nowMs) => vectors.forgetOld(nowMs) },
    { name: 'journal', run: (nowMs) => journal.forgetOld(database, nowMs) },
    { name: 'deliveries', run: () => webhooks.forgetFinished() },
  ];
}
