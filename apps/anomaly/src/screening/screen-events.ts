import { profileKey, type EpochMs, type Event, type EventOf, type ShopId } from '#contracts';
import {
  lockScreening,
  takeUnapplied,
  type ComponentStore,
  type ConcentrationStore,
  type LabelStore,
  type LogPlace,
  type OrderEntitiesStore,
  type OrderVectorRow,
  type OrderVectorStore,
  type ScreenedBatches,
  type ShopAlert,
  type ShopLabel,
  type Sql,
  type VelocityStore,
} from '#database';
import { COMPONENT_KINDS, labelOfEvent, occurredAtMs } from '#ml';
import type { AlertDesk } from '../alerts/alert-desk.ts';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import { concentrationDraft } from '../concentration/concentration-draft.ts';
import { OrderWatch } from '../concentration/order-watch.ts';
import { watchedOrder } from '../concentration/watched-order.ts';
import type { DriftBoard } from '../drift/drift-board.ts';
import type { FraudDrift } from '../drift/fraud-drift.ts';
import { situationOf } from '../rules/situation.ts';
import type { Judgement, OrderJudge } from '../scoring/order-judge.ts';
import type { SessionWatch } from '../sessions/session-watch.ts';
import { orderVector } from '../vectors/order-vector.ts';
import { OrderBook, orderKeyOf } from '../velocity/order-book.ts';
import { VelocityBoard, velocityKeysOf } from '../velocity/velocity-board.ts';
import type { BrowseRates } from './browse-rates.ts';
import { eventAlertDraft } from './event-alert-draft.ts';
import { isHistory } from './is-history.ts';

/** The consumer group; its offset tells how far the aggregates are. */
export const ANOMALY_GROUP = 'anomaly';

export interface ScreeningDependencies {
  readonly velocity: VelocityStore;
  readonly components: ComponentStore;
  readonly orders: OrderEntitiesStore;
  readonly labels: LabelStore;
  readonly concentrations: ConcentrationStore;
  readonly journal: ScreenedBatches;
  readonly vectors: OrderVectorStore;
  readonly judge: OrderJudge;
  readonly desk: AlertDesk;
  readonly browsing: BrowseRates;
  readonly drift: Pick<FraudDrift, 'begin' | 'end'>;
  readonly sessions: SessionWatch;
}

/** The next events of a partition. */
export interface PlacedEvents extends LogPlace {
  readonly events: readonly Event[];
}

/** An event with the partition it came from; the ledger knows it by its ids. */
interface PlacedEvent extends Pick<Event, 'shopId' | 'eventId'> {
  readonly event: Event;
  readonly partition: number;
}

/**
 * Counts events into the aggregates of their entities and raises the alerts they ask for, each event once whatever is
 * delivered again. An event is judged by what came before it, then counted: at checkout it was not there either.
 */
export async function screenEvents(
  dependencies: ScreeningDependencies,
  sql: Sql,
  batches: readonly PlacedEvents[],
  nowMs: EpochMs,
): Promise<readonly ShopAlert[]> {
  const { velocity, components, orders, labels, concentrations, journal, vectors, desk, drift } =
    dependencies;
  const placed = await takeUnapplied(sql, ANOMALY_GROUP, batches.flatMap(eachOf));
  const fresh = placed.map(({ event }) => event);
  const shopIds = [...new Set(fresh.map(({ shopId }) => shopId))];
  await lockScreening(sql, shopIds);
  const positions = await journal.note(sql, batches, shopIds);
  const book = new OrderBook(
    await orders.load(sql, distinct(fresh.flatMap((event) => orderKeyOf(event) ?? []))),
  );
  const keys = distinct(
    book.entitiesTouchedBy(fresh).flatMap(({ shopId, entities }) => velocityKeysOf(shopId, entities)),
  );
  const board = new VelocityBoard({
    bodies: await velocity.load(sql, keys),
    components: await components.load(
      sql,
      keys.filter(({ kind }) => COMPONENT_KINDS.includes(kind)),
    ),
  });
  const watch = new OrderWatch(await concentrations.load(sql, shopsWithOrders(fresh)));
  const moved = await drift.begin(sql, shopsWithOrders(fresh));
  const judged = judgeAndFold(placed, { book, board, watch, moved }, dependencies);
  await orders.save(sql, book.rows());
  await velocity.save(sql, board.rows());
  await components.save(sql, board.componentChanges());
  await concentrations.save(sql, watch.rows());
  const drifted = await drift.end(sql, moved);
  await labels.append(sql, labelsOf(fresh));
  await vectors.append(
    sql,
    judged.vectors.map(({ partition, ...vector }) => ({
      ...vector,
      decidedAtMs: nowMs,
      position: positions.get(partition) ?? 0,
    })),
  );
  return desk.raise(sql, [...judged.drafts, ...drifted], nowMs);
}

interface JudgedVector extends Omit<OrderVectorRow, 'decidedAtMs' | 'position'> {
  readonly partition: number;
}

interface Judged {
  readonly drafts: readonly AlertDraft[];
  readonly vectors: readonly JudgedVector[];
}

/** What a batch is folded into. */
interface InHand {
  readonly book: OrderBook;
  readonly board: VelocityBoard;
  readonly watch: OrderWatch;
  readonly moved: DriftBoard;
}

function eachOf({ partition, events }: PlacedEvents): readonly PlacedEvent[] {
  return events.map((event) => ({ shopId: event.shopId, eventId: event.eventId, event, partition }));
}

function judgeAndFold(
  placed: readonly PlacedEvent[],
  { book, board, watch, moved }: InHand,
  { judge, browsing, sessions }: Pick<ScreeningDependencies, 'judge' | 'browsing' | 'sessions'>,
): Judged {
  const drafts: AlertDraft[] = [];
  const vectors: JudgedVector[] = [];
  for (const each of placed) {
    const { event } = each;
    const situation = isHistory(event) ? undefined : (situationOf(event) ?? browsing.situationOf(event));
    if (situation !== undefined && judge.judges(event.shopId, situation.trigger)) {
      const aggregates = board.of(event.shopId, situation.order.entities);
      const judgement = judge.judge(event.shopId, situation, aggregates, occurredAtMs(event));
      if (situation.trigger === 'order') moved.count(event.shopId, judgement, occurredAtMs(event));
      if (judgement.alerts) drafts.push(eventAlertDraft(event, situation, judgement));
      vectors.push(...vectorOf(each, judgement));
    }
    const attack = isHistory(event) ? undefined : sessions.draftOf(event);
    if (attack !== undefined) drafts.push(attack);
    if (event.type === 'order_completed') drafts.push(...burstDrafts(event, board, watch));
    for (const observation of book.observationsOf(event)) board.fold(event.shopId, observation);
  }
  return { drafts, vectors };
}

/** Of an order, none of anything else. */
function vectorOf({ event, partition }: PlacedEvent, judgement: Judgement): readonly JudgedVector[] {
  if (event.type !== 'order_completed') return [];
  const { shopId, orderId, eventId } = event;
  const vector = orderVector({ shopId, orderId, eventId, orderTimeMs: occurredAtMs(event) }, judgement);
  return vector === undefined ? [] : [{ ...vector, partition }];
}

function labelsOf(events: readonly Event[]): readonly ShopLabel[] {
  return events.flatMap((event) => {
    const label = labelOfEvent(event);
    return label === undefined ? [] : [{ shopId: event.shopId, label }];
  });
}

function burstDrafts(
  event: EventOf<'order_completed'>,
  board: VelocityBoard,
  watch: OrderWatch,
): readonly AlertDraft[] {
  const { user } = board.of(event.shopId, { user: profileKey(event) });
  const order = watchedOrder(event, user?.signedUpMs ?? Infinity);
  if (isHistory(event)) {
    watch.count(order);
    return [];
  }
  const [first, ...others] = watch.judge(order);
  return first === undefined ? [] : [concentrationDraft(order, [first, ...others])];
}

function shopsWithOrders(events: readonly Event[]): readonly ShopId[] {
  return [...new Set(events.flatMap(({ type, shopId }) => (type === 'order_completed' ? [shopId] : [])))];
}

/** Each once; keys are small and flat, so their JSON names them. */
function distinct<K extends object>(keys: readonly K[]): readonly K[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}
