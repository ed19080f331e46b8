import { Inject, Injectable } from '@nestjs/common';
import { Counter, type Registry } from 'prom-client';
import { METRICS } from '#service';
import type { Judgement } from './judgement.ts';

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
    for (const judgement of judgements) {
      const type = judgement.kind === 'accepted' ? judgement.event.type : '';
      this.events.inc({ shop, source, type, verdict: judgement.kind, code: codeOf(judgement) });
    }
  }
}

function codeOf(judgement: Judgement): string {
  switch (judgement.kind) {
    case 'accepted':
      return '';
    case 'duplicate':
      return 'EVENT_DUPLICATE';
    case 'dropped':
      return judgement.code;
    case 'rejected':
      return judgement.record.code;
  }
}
