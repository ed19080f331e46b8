import { Inject, Injectable } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';
import { METRICS } from '#service';
import { verdictOf, type EventVerdict, type Judgement } from './judgement.ts';

/** What is counted of a verdict, and the type of an accepted event. */
export interface CountedVerdict extends Pick<EventVerdict, 'verdict' | 'code'> {
  readonly type?: string;
}

/** Counts what became of every event, so that no loss goes unseen. */
@Injectable()
export class VerdictMetrics {
  private readonly events: Counter<'shop' | 'source' | 'type' | 'verdict' | 'code'>;

  constructor(@Inject(METRICS) registry: Registry) {
    this.events = new Counter({
      name: 'cartwise_ingestion_events_total',
      help: 'Events by shop, door, type (of accepted ones), verdict and reason.',
      labelNames: ['shop', 'source', 'type', 'verdict', 'code'],
      registers: [registry],
    });
  }

  count(shop: string, source: string, judgements: readonly Judgement[]): void {
    this.countVerdicts(shop, source, judgements.map(countedOf));
  }

  countVerdicts(shop: string, source: string, verdicts: readonly CountedVerdict[]): void {
    for (const { verdict, code = '', type = '' } of verdicts) {
      this.events.inc({ shop, source, type, verdict, code });
    }
  }
}

function countedOf(judgement: Judgement): CountedVerdict {
  if (judgement.kind === 'accepted') return { verdict: 'accepted', type: judgement.event.type };
  return verdictOf(judgement);
}
