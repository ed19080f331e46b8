import { binWords, type Concentration } from '#ml';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import { SUSPICION_MOST, toBeReviewed } from '../decision/assessment.ts';
import { WATCHED_ORDER_COLUMNS } from './watched-order-columns.ts';
import type { WatchedOrder } from './watched-order.ts';

/** The alert about too many orders that have something in common; the order is the one that made them too many. */
export function concentrationDraft(
  order: WatchedOrder,
  found: readonly [Concentration, ...Concentration[]],
): AlertDraft {
  const { event, timeMs } = order;
  // Of how many there are, those that are usually not there: the share of them that the alert is about.
  const surplus = found.map(({ count, usual }) => Math.min(SUSPICION_MOST, 1 - usual / count));
  const score = surplus.reduce((most, each) => Math.max(most, each), 0);
  const sum = surplus.reduce((all, each) => all + each, 0);
  const [{ column, bin }] = found;
  return {
    shopId: event.shopId,
    subjects: [{ kind: 'concentration', id: `${WATCHED_ORDER_COLUMNS[column]?.name ?? ''}/${bin}` }],
    orderId: event.orderId,
    userId: event.userId ?? '',
    eventId: event.eventId,
    occurredAtMs: timeMs as AlertDraft['occurredAtMs'],
    // Who ordered is one of many: the case is the burst's.
    entities: {},
    assessment: toBeReviewed(
      score,
      found
        .map((each, i) => ({ ...reasonOf(order, each), contribution: (score * (surplus[i] ?? 0)) / sum }))
        .sort((a, b) => b.contribution - a.contribution),
    ),
  };
}

function reasonOf(order: WatchedOrder, { column, bin, count, usual }: Concentration) {
  const watched = WATCHED_ORDER_COLUMNS[column];
  const what = watched === undefined ? '' : `${watched.description} ${binWords(watched, bin, order)}`;
  const usually = usual.toFixed(usual < 1 ? 2 : 1);
  return {
    code: `CONCENTRATION_${(watched?.name ?? '').toUpperCase()}`,
    description: `${count} orders within 24 hours have ${what}, usual is ${usually}`,
    values: [{ name: watched?.name ?? '', value: String(count), usual: usually }],
  };
}
