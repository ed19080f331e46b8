import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamAlertsResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { E2E_KEYS } from '../../e2e/deployment.ts';
import type { BenchDeployment } from '../harness/deployment.ts';
import { GrpcClient } from '../harness/grpc-client.ts';
import { STREAM_ALERTS } from '../harness/grpc-methods.ts';
import { HttpClient } from '../harness/http-client.ts';
import type { Latencies } from '../harness/latencies.ts';
import { postEvents } from '../senders/post-events.ts';

/** Enough declined cards on one device for the rule CARD_TESTING_ON_DEVICE. */
const ATTEMPTS = 8;
const PAUSE_MS = 100;
const WAIT_MS_MAX = 30_000;
const RULE = 'CARD_TESTING_ON_DEVICE';

/**
 * One device after the other tries card after card. Records from the acknowledgement of the attempts to the arrival
 * of the alert on StreamAlerts (nothing, when it comes first); resolves to the number of probes.
 */
export async function probeAlerts(
  cartwise: BenchDeployment,
  latencies: Latencies,
  signal: AbortSignal,
): Promise<number> {
  using http = new HttpClient({ url: cartwise.http, apiKey: E2E_KEYS.write }, 1);
  using grpc = new GrpcClient({ address: cartwise.grpc, apiKey: E2E_KEYS.server });
  const runId = randomUUID();
  const arrivedMs = new Map<string, number>();
  // Since now: what is raised before the stream is up comes too.
  const stream = grpc.stream(
    STREAM_ALERTS,
    STREAM_ALERTS.request.fromPartial({ scoreMin: 0.5, sinceMs: Date.now() }),
  );
  stream.on('data', ({ alert }: StreamAlertsResponse) => {
    const probe = alert?.reasons.some(({ code }) => code === RULE) && probeOf(alert.eventId, runId);
    if (probe) arrivedMs.set(probe, performance.now());
  });
  // Cancelled at the end; an error before it shows as an alert that never comes.
  stream.on('error', () => {});
  let probes = 0;
  while (!signal.aborted) {
    const probe = String(probes);
    await postEvents(http, attemptsOf(probe, runId));
    const ackedMs = performance.now();
    latencies.record((await arrivalOf(probe, arrivedMs, ackedMs)) - ackedMs);
    probes += 1;
    await sleep(PAUSE_MS);
  }
  stream.cancel();
  return probes;
}

async function arrivalOf(probe: string, arrivedMs: Map<string, number>, sinceMs: number): Promise<number> {
  for (;;) {
    const atMs = arrivedMs.get(probe);
    if (atMs !== undefined) {
      arrivedMs.delete(probe);
      return atMs;
    }
    if (performance.now() - sinceMs > WAIT_MS_MAX) throw new Error(`no alert within ${WAIT_MS_MAX} ms`);
    await sleep(1);
  }
}

/** The events of a probe are named RUN/PROBE/ATTEMPT. */
function probeOf(eventId: string, runId: string): string | undefined {
  const [run, probe] = eventId.split('/');
  return run === runId ? probe : undefined;
}

function attemptsOf(probe: string, runId: string): readonly object[] {
  return Array.from({ length: ATTEMPTS }, (_, attempt) => ({
    type: 'track',
    event: 'Payment Attempted',
    messageId: `${runId}/${probe}/${attempt}`,
    userId: `${runId}-thief-${probe}`,
    timestamp: new Date().toISOString(),
    context: { device: { id: `${runId}-device-${probe}`, type: 'mobile' } },
    properties: {
      payment_id: `${runId}-${probe}-${attempt}`,
      amount: 9.99,
      currency: 'GBP',
      status: 'declined',
      card_fingerprint: `${runId}-${probe}-${attempt}`,
    },
  }));
}
