import { Counter, type Registry } from 'prom-client';
import type { AppliedBatch } from './apply-events.ts';

/** What the consumer did, for /metrics. */
export class ProfileMetrics {
  private readonly events: Counter;
  private readonly merges: Counter;

  constructor(registry: Registry) {
    this.events = new Counter({
      name: 'cartwise_profiles_events_total',
      help: 'Events folded into profiles, tries that were rolled back included',
      registers: [registry],
    });
    this.merges = new Counter({
      name: 'cartwise_profiles_merges_total',
      help: 'Anonymous visitors identified with a user, tries that were rolled back included',
      registers: [registry],
    });
  }

  count(applied: AppliedBatch): void {
    this.events.inc(applied.events);
    this.merges.inc(applied.merges);
  }
}
