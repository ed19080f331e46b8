import type { EventSender } from '../doors/event-sender.ts';
import type { FreshnessProbe } from '../doors/freshness-probe.ts';
import type { Storefront } from '../doors/storefront.ts';
import { PHASES, type Phase } from '../labels/label-phases.ts';
import type { LateLabels } from '../labels/late-labels.ts';
import type { Options } from '../options.ts';
import type { AttackLog, AttackSummary } from './attack-log.ts';
import { fraudText } from './fraud-text.ts';
import type { Share } from './hit-rate.ts';
import type { Latency } from './latency.ts';

/** All that was counted, as it stands. */
export interface Sources {
  readonly options: Options;
  readonly sender: EventSender;
  readonly storefront: Storefront;
  readonly recommendationFreshness: FreshnessProbe;
  readonly alertFreshness: Latency;
  /** Undefined where none ever come. */
  readonly labels: LateLabels | undefined;
}

export type Summary = ReturnType<typeof summaryOf>;

export function summaryOf({ options, sender, storefront, labels, ...freshness }: Sources, seconds: number) {
  const { eventsPerSecond, minutes, seed, shoppers, attackShare, pace, labelsAfterMs = null } = options;
  return {
    simulation: storefront.run,
    config: { eventsPerSecond, minutes, seed, shoppers, attackShare, pace, labelsAfterMs },
    seconds: Math.round(seconds),
    events: { ...sender.counts, perSecond: Math.round(sender.counts.sent / seconds) },
    latency: {
      events: sender.latency.summary(),
      recommend: storefront.recommendLatency.summary(),
      scoreOrder: storefront.scoreLatency.summary(),
    },
    unanswered: { recommend: storefront.recommendCalls.failed, scoreOrder: storefront.scoreCalls.failed },
    strategies: Object.fromEntries(storefront.strategies),
    hits: storefront.hits.summary(),
    fraud: storefront.attacks.summary(),
    labels: labels === undefined ? null : { ...labels.counts, phases: byPhase(storefront.attacks) },
    freshness: {
      recommendation: freshness.recommendationFreshness.latency.summary(),
      recommendationsLate: freshness.recommendationFreshness.late,
      alert: freshness.alertFreshness.summary(),
    },
    firstProblem: sender.firstProblem ?? storefront.firstFailure ?? labels?.firstFailure ?? null,
  };
}

const byPhase = (attacks: AttackLog) =>
  // One for each.
  Object.fromEntries(PHASES.map((phase) => [phase, attacks.summary([phase])])) as Record<
    Phase,
    AttackSummary
  >;

/** One line, while it runs. */
export function progressLine({ seconds, events, latency, hits, fraud, freshness }: Summary): string {
  return [
    `${seconds} s`,
    `${events.handedOver} events, ${events.sent} acknowledged`,
    `p99 ${latency.events.p99Ms} ms`,
    `recommend p99 ${latency.recommend.p99Ms} ms`,
    `hits ${percent(hits.recommended.share)} (trending ${percent(hits.trending.share)})`,
    `fresh p99 ${freshness.recommendation.p99Ms} ms, alert ${freshness.alert.p99Ms} ms`,
    `attacks caught ${fraud.all.caught} of ${fraud.all.attacks}`,
    `${fraud.falseAlarmsPer1000GoodOrders ?? '–'} false alarms per 1,000`,
  ].join(' · ');
}

/** What is printed at the end. */
export function reportText(summary: Summary): string {
  const { events, latency, hits, freshness, unanswered } = summary;
  const times = ({ count, p50Ms, p99Ms }: { count: number; p50Ms: number; p99Ms: number }) =>
    `p50 ${p50Ms} ms, p99 ${p99Ms} ms (${count})`;
  return `
Events              ${events.handedOver} sent, ${events.sent} acknowledged (${events.perSecond}/s), ${events.lost} lost
  verdicts          ${events.accepted} accepted, ${events.duplicate} duplicate, ${events.dropped} dropped, ${events.rejected} rejected
  tried again       ${events.refused} refused for overload, ${events.failed} without an answer
Latency             events ${times(latency.events)}
                    Recommend ${times(latency.recommend)}, ${unanswered.recommend} not in time
                    ScoreOrder ${times(latency.scoreOrder)}, ${unanswered.scoreOrder} not in time
Freshness           event to recommendation ${freshness.recommendation.count === 0 ? 'none made for a shopper: is there a model?' : times(freshness.recommendation)}, ${freshness.recommendationsLate} later than 10 s
                    event to alert ${times(freshness.alert)}
Recommendations     of ${hits.choices} choices by taste, in the 10 recommended ${interval(hits.recommended)}
                    in the 10 that sell best ${interval(hits.trending)}
                    made by ${Object.entries(summary.strategies)
                      .map(
                        ([strategy, replies]) =>
                          `${strategy.replace('STRATEGY_', '').toLowerCase()} ${replies}`,
                      )
                      .join(', ')}
${attacksText(summary)}
${summary.firstProblem === null ? '' : `First problem       ${summary.firstProblem}\n`}`;
}

/** Of the whole run; with labels, of each phase there was. */
function attacksText({ fraud, labels }: Summary): string {
  if (labels === null) return fraudText('Attacks', fraud);
  const { chargebacks, setByShop, alertsResolved, alertsNotResolved } = labels;
  return [
    `Labels              ${chargebacks} chargebacks, ${setByShop} set by the shop, ${alertsResolved} alerts resolved, ${alertsNotResolved} not`,
    ...PHASES.map((phase) => {
      const of = labels.phases[phase];
      const title = `${phase[0]?.toUpperCase()}${phase.slice(1)}`;
      return of.orders.good + of.all.attacks === 0 ? `${title}: nothing` : fraudText(title, of);
    }),
  ].join('\n');
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const interval = ({ share, low, high }: Share) =>
  `${percent(share)} (95 %: ${percent(low)} to ${percent(high)})`;
