import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, type Registry } from 'prom-client';
import { METRICS } from '#service';
import { DURATION_BUCKETS } from '../metrics/gateway-metrics.ts';

/** What the gateway counts of what is tried beside the champion. */
@Injectable()
export class ExperimentMetrics {
  readonly armRequests: Counter<'shop' | 'arm' | 'outcome'>;
  readonly armDurations: Histogram<'shop' | 'arm'>;
  readonly shadowOverlap: Histogram<'shop'>;
  readonly shadowDurations: Histogram<'shop'>;
  readonly shadowErrors: Counter<'shop'>;

  constructor(@Inject(METRICS) registry: Registry) {
    const registers = [registry];
    this.armRequests = new Counter({
      name: 'cartwise_gateway_arm_requests_total',
      help: 'Requests answered in an A/B test, by arm, and whether the model failed in them.',
      labelNames: ['shop', 'arm', 'outcome'],
      registers,
    });
    this.armDurations = new Histogram({
      name: 'cartwise_gateway_arm_duration_seconds',
      help: 'Time of requests in an A/B test, by arm.',
      labelNames: ['shop', 'arm'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.shadowOverlap = new Histogram({
      name: 'cartwise_gateway_shadow_overlap',
      help: 'Share of the first ten items shown that the shadow had among its first ten.',
      labelNames: ['shop'],
      buckets: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
      registers,
    });
    this.shadowDurations = new Histogram({
      name: 'cartwise_gateway_shadow_duration_seconds',
      help: 'Time a shadow took to rank.',
      labelNames: ['shop'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.shadowErrors = new Counter({
      name: 'cartwise_gateway_shadow_errors_total',
      help: 'Requests that a shadow could not rank.',
      labelNames: ['shop'],
      registers,
    });
  }
}
