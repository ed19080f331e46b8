import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { Bench } from '../bench.ts';
import { Latencies } from '../harness/latencies.ts';
import { openLoop } from '../harness/run-load.ts';
import { seedShop } from '../harness/seed-shop.ts';
import { startDeployment } from '../harness/start-deployment.ts';
import { probeAlerts } from '../probes/probe-alerts.ts';
import { probeRecommendations } from '../probes/probe-recommendations.ts';
import type { HttpEventsOptions } from '../senders/http-events.ts';

const EVENTS_PER_SECOND = 1_000;
/** A site sends small batches often. */
const BATCH_SIZE = 10;
const CONNECTIONS = 32;

/** From the acknowledgement of an event to a recommendation that reflects it, and to the alert it raises, under load. */
export const freshness: Bench = {
  name: 'freshness',
  measures: `ms from ack to a recommendation that reflects the event, and to an alert, at ${EVENTS_PER_SECOND} events/s`,
  logs: ['postgres', 'kafka'],
  targets: () => ({ figure: 'slowerP99Ms', sense: 'below', mustReach: 300, aim: 100 }),
  async run(options) {
    const [warmupSeconds, seconds] = options.quick ? [0.5, 2] : [10, options.seconds ?? 60];
    const seed = options.quick ? { items: 200, historyEvents: 500 } : { items: 4_000, historyEvents: 20_000 };
    await using cartwise = await startDeployment(options);
    const { modelVersion } = await seedShop(cartwise, seed);
    const [recommendations, alerts] = [new Latencies(), new Latencies()];
    const stop = new AbortController();
    let probes: Promise<readonly number[]> | undefined;
    const load = await openLoop<HttpEventsOptions>({
      sender: new URL('../senders/http-events.ts', import.meta.url),
      options: {
        target: { url: cartwise.http, apiKey: E2E_KEYS.write },
        batchSize: BATCH_SIZE,
        connections: CONNECTIONS,
      },
      requestsPerSecond: EVENTS_PER_SECOND / BATCH_SIZE,
      warmupSeconds,
      seconds,
      onWarm: () => {
        probes = Promise.all([
          probeRecommendations(cartwise, seed.items, recommendations, stop.signal),
          probeAlerts(cartwise, alerts, stop.signal),
        ]);
        // Told when it is awaited; the load is of no use without it.
        probes.catch(() => stop.abort());
      },
    }).finally(() => stop.abort());
    const [recommendationProbes, alertProbes] = (await probes) ?? [];
    const [recommendation, alert] = [recommendations.summary(), alerts.summary()];
    return {
      perSecond: load.perSecond,
      ...recommendation,
      figures: {
        slowerP99Ms: Math.max(recommendation.p99Ms, alert.p99Ms),
        alertP50Ms: alert.p50Ms,
        alertP99Ms: alert.p99Ms,
        alertP999Ms: alert.p999Ms,
        recommendationProbes: recommendationProbes ?? 0,
        alertProbes: alertProbes ?? 0,
        ackP50Ms: load.latency.p50Ms,
        ackP99Ms: load.latency.p99Ms,
      },
      config: {
        ...cartwise.figures,
        load: 'open loop from another process; p50 to p99.9 are of recommendations, personal by the published model, with filter, profile and reasons',
        eventsPerSecond: EVENTS_PER_SECOND,
        batchSize: BATCH_SIZE,
        ...seed,
        modelVersion,
        warmupSeconds,
        seconds,
      },
    };
  },
};
