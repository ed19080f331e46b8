import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, type Registry } from 'prom-client';
import { METRICS } from '#service';

/** Placements are the shop's own words; beyond this many they count as "other", for the sake of Prometheus. */
const PLACEMENTS_MAX = 50;

/** A cached list takes a fraction of a millisecond, an inline ranking a few, a slow profile store 50. */
export const DURATION_BUCKETS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1];

/** What the gateway counts. */
@Injectable()
export class GatewayMetrics {
  readonly requests: Counter<'method' | 'strategy' | 'degraded'>;
  readonly placements: Counter<'placement' | 'strategy'>;
  readonly durations: Histogram<'method'>;
  readonly cacheLookups: Counter<'cache' | 'outcome'>;
  readonly modelSwaps: Counter<'shop' | 'outcome'>;
  readonly liveInteractions: Counter<'shop' | 'outcome'>;
  private readonly knownPlacements = new Set<string>();

  constructor(@Inject(METRICS) registry: Registry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'cartwise_gateway_requests_total',
      help: 'Recommendation requests answered, by method and by the best strategy that could be used.',
      labelNames: ['method', 'strategy', 'degraded'],
      registers,
    });
    this.placements = new Counter({
      name: 'cartwise_gateway_placements_total',
      help: 'Recommendation requests by where they are shown.',
      labelNames: ['placement', 'strategy'],
      registers,
    });
    this.durations = new Histogram({
      name: 'cartwise_gateway_request_duration_seconds',
      help: 'Time from a parsed request to its reply.',
      labelNames: ['method'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.cacheLookups = new Counter({
      name: 'cartwise_gateway_cache_lookups_total',
      help: 'Look-ups of profiles and ranked lists.',
      labelNames: ['cache', 'outcome'],
      registers,
    });
    this.modelSwaps = new Counter({
      name: 'cartwise_gateway_model_swaps_total',
      help: 'Model versions put into service or refused.',
      labelNames: ['shop', 'outcome'],
      registers,
    });
    this.liveInteractions = new Counter({
      name: 'cartwise_gateway_live_interactions_total',
      help: 'Interactions that the serving models learn from between trainings: heard, and dropped where they came too fast.',
      labelNames: ['shop', 'outcome'],
      registers,
    });
  }

  countPlacement(placement: string, strategy: string): void {
    if (placement === '') return;
    if (this.knownPlacements.size < PLACEMENTS_MAX) this.knownPlacements.add(placement);
    this.placements.inc({
      placement: this.knownPlacements.has(placement) ? placement : 'other',
      strategy,
    });
  }
}
