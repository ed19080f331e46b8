import { TOPICS, type Event } from '#contracts';
import type { Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';
import {
  AlertStore,
  CaseGroupingStore,
  ComponentStore,
  ConcentrationStore,
  Database,
  FraudDriftStore,
  LabelStore,
  OrderEntitiesStore,
  OrderVectorStore,
  ScreenedBatches,
  VelocityStore,
  WebhookStore,
  type LogPlace,
  type Sql,
} from '#database';
import { openEventLog } from '#event-log';
import { createLogger, ShopDirectory, type Shop } from '#service';
import { startPostgres } from '#test-support';
import { AlertDesk } from '../alerts/alert-desk.ts';
import { FraudDrift } from '../drift/fraud-drift.ts';
import type { FraudModels } from '../models/fraud-models.ts';
import { ShopPolicy } from '../policy/shop-policy.ts';
import { CaseGrouping } from '../cases/case-grouping.ts';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { OrderJudge } from '../scoring/order-judge.ts';
import { BrowseRates } from '../screening/browse-rates.ts';
import { screenEvents, type PlacedEvents, type ScreeningDependencies } from '../screening/screen-events.ts';
import { SessionWatch } from '../sessions/session-watch.ts';
import { WebhookDesk } from '../webhook/webhook-desk.ts';
import { TEST_SHOP_ID, TEST_TIME_MS } from './test-event.ts';

/** Screening on a real PostgreSQL with the shop's own rules: tests deliver batches by hand. */
export interface AnomalyBench extends AsyncDisposable {
  readonly database: Database;
  readonly screening: ScreeningDependencies;
  /** Screens a batch in a transaction of its own, or in the one given; returns the alerts raised. */
  screen(events: readonly Event[], sql?: Sql): Promise<readonly Alert[]>;
  /** The same for batches of several partitions. */
  screenBatches(batches: readonly PlacedEvents[]): Promise<readonly Alert[]>;
  /** Where a batch stands that comes after all before. */
  placeAfter(events: readonly Event[]): LogPlace;
  /** What waits to be sent to alerts.v1. */
  outboxAlerts(): Promise<readonly Alert[]>;
  /** Forgets everything. */
  clear(): Promise<void>;
}

const TEST_SHOP: Shop = {
  id: TEST_SHOP_ID,
  keys: [{ key: 'test-key-0123456789', role: 'server' }],
  hashKey: 'x'.repeat(32),
  currency: 'GBP',
};
const silent = createLogger({ service: 'test', level: 'silent' });

/** Without models there is no drift to measure. */
export async function startAnomalyBench(
  models: Pick<FraudModels, 'of'> = { of: () => undefined },
  shop: Partial<Shop> = {},
): Promise<AnomalyBench> {
  const server = await startPostgres();
  const { connectionString } = server;
  const database = await Database.open({ connectionString });
  const log = await openEventLog({
    kind: 'postgres',
    connectionString,
    runInTransaction: (work) => database.transaction(work),
  });
  const rules = await RuleSet.fromFile(RULES_FILE);
  const policy = new ShopPolicy(rules);
  const shops = new ShopDirectory([{ ...TEST_SHOP, ...shop }]);
  const webhooks = new WebhookDesk(new WebhookStore(database), shops);
  const screening: ScreeningDependencies = {
    velocity: new VelocityStore(database),
    components: new ComponentStore(),
    orders: new OrderEntitiesStore(),
    labels: new LabelStore(database),
    concentrations: new ConcentrationStore(),
    journal: new ScreenedBatches(),
    vectors: new OrderVectorStore(database),
    judge: new OrderJudge({ of: () => policy }, models),
    desk: new AlertDesk(
      new AlertStore(database),
      new CaseGrouping(new CaseGroupingStore(), webhooks),
      webhooks,
      rules.settings.quiet_hours,
    ),
    browsing: new BrowseRates(),
    drift: new FraudDrift(new FraudDriftStore(), models, webhooks, silent),
    sessions: new SessionWatch({ of: () => policy }, { of: () => undefined }),
  };
  const placeAfter = placesInARow();
  const screenIn = async (sql: Sql, batches: readonly PlacedEvents[]) =>
    // The clock stands at the time of the test's events, a number of whole milliseconds.
    (await screenEvents(screening, sql, batches, TEST_TIME_MS as Event['eventTime'])).map(
      ({ alert }) => alert,
    );
  const screenBatches = (batches: readonly PlacedEvents[]) =>
    database.transaction((own) => screenIn(own, batches));
  return {
    database,
    screening,
    placeAfter,
    screenBatches,
    screen: (events, sql) => {
      const batches = [{ ...placeAfter(events), events }];
      return sql === undefined ? screenBatches(batches) : screenIn(sql, batches);
    },
    async outboxAlerts() {
      const rows = await database.query<{ value: Buffer }>(
        'SELECT value FROM event_log.outbox WHERE topic = $1 ORDER BY id',
        [TOPICS.alerts.name],
      );
      return rows.map(({ value }) => TOPICS.alerts.codec.decode(value));
    },
    clear: () => clear(database),
    async [Symbol.asyncDispose]() {
      await log.close();
      await database.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** As if each batch came after all that came before, on one partition. */
function placesInARow(): (events: readonly Event[]) => LogPlace {
  let offset = 0;
  return (events) => {
    const firstOffset = offset;
    offset += events.length;
    return { partition: 0, firstOffset, untilOffset: offset };
  };
}

const TABLES = [
  'fraud_drift_window',
  'fraud_drift_report',
  'velocity_aggregate',
  'concentration',
  'component',
  'component_member',
  'screened_batch',
  'screening_position',
  'order_vector',
  'order_entities',
  'alert',
  'fraud_case',
  'fraud_case_entity',
  'fraud_case_history',
  'fraud_label',
  'webhook_delivery',
  'applied_event',
  'event_log.outbox',
  'event_log.consumer_offset',
  'event_archive',
];

async function clear(database: Database): Promise<void> {
  await database.query(`TRUNCATE ${TABLES.join(', ')}`);
}
