import type { EpochMs, Event } from '#contracts';
import {
  lockScreening,
  takeUnapplied,
  type ComponentStore,
  type LabelStore,
  type OrderEntitiesStore,
  type ShopAlert,
  type ShopLabel,
  type Sql,
  type VelocityStore,
} from '#database';
import { COMPONENT_KINDS, labelOfEvent, occurredAtMs } from '#ml';
import type { AlertDesk } from '../alerts/alert-desk.ts';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import { situationOf } from '../rules/situation.ts';
import type { OrderJudge } from '../scoring/order-judge.ts';
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
  readonly judge: OrderJudge;
  readonly desk: AlertDesk;
  readonly browsing: BrowseRates;
}

/**
 * Counts events into the aggregates of their entities and raises the alerts they ask for, each event once whatever is
 * delivered again. An event is judged by what came before it, then counted: at checkout it was not there either.
 */
export async function screenEvents(
  { velocity, components, orders, labels, judge, desk, browsing }: ScreeningDependencies,
  sql: Sql,
  events: readonly Event[],
  nowMs: EpochMs,
): Promise<readonly ShopAlert[]> {
  const fresh = await takeUnapplied(sql, ANOMALY_GROUP, events);
  await lockScreening(
    sql,
    fresh.map(({ shopId }) => shopId),
  );
  const book = new OrderBook(
    await orders.lock(sql, distinct(fresh.flatMap((event) => orderKeyOf(event) ?? []))),
  );
  const keys = distinct(
    book.entitiesTouchedBy(fresh).flatMap(({ shopId, entities }) => velocityKeysOf(shopId, entities)),
  );
  const board = new VelocityBoard({
    bodies: await velocity.lock(sql, keys),
    components: await components.load(
      sql,
      keys.filter(({ kind }) => COMPONENT_KINDS.includes(kind)),
    ),
  });
  const drafts = judgeAndFold(fresh, book, board, { judge, browsing });
  await orders.save(sql, book.rows());
  await velocity.save(sql, board.rows());
  await components.save(sql, board.componentChanges());
  await labels.append(sql, labelsOf(fresh));
  return desk.raise(sql, drafts, nowMs);
}

function judgeAndFold(
  events: readonly Event[],
  book: OrderBook,
  board: VelocityBoard,
  { judge, browsing }: Pick<ScreeningDependencies, 'judge' | 'browsing'>,
): readonly AlertDraft[] {
  const drafts: AlertDraft[] = [];
  for (const event of events) {
    const situation = isHistory(event) ? undefined : (situationOf(event) ?? browsing.situationOf(event));
    if (situation !== undefined && judge.judges(event.shopId, situation.trigger)) {
      const aggregates = board.of(event.shopId, situation.order.entities);
      const assessment = judge.judge(event.shopId, situation, aggregates, occurredAtMs(event));
      if (assessment.alerts) drafts.push(eventAlertDraft(event, situation, assessment));
    }
    for (const observation of book.observationsOf(event)) board.fold(event.shopId, observation);
  }
  return drafts;
}

function labelsOf(events: readonly Event[]): readonly ShopLabel[] {
  return events.flatMap((event) => {
    const label = labelOfEvent(event);
    return label === undefined ? [] : [{ shopId: event.shopId, label }];
  });
}

/** Each once; keys are small and flat, so their JSON names them. */
function distinct<K extends object>(keys: readonly K[]): readonly K[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}
