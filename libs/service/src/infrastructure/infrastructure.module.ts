import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { Database } from '#database';
import { OutboxRelay } from '#event-log';
import { Access } from '../access/access.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { Health } from '../observability/health.ts';
import { ShopDirectory } from '../shops/shop-directory.ts';
import { ARTIFACTS, CLOCK, EVENT_LOG, LOGGER, METRICS, SERVICE_CONFIG } from '../tokens.ts';
import type { Infrastructure } from './infrastructure.ts';

/** Gives the process's infrastructure to every module. */
@Module({})
export class InfrastructureModule {
  static forRoot(infrastructure: Infrastructure): DynamicModule {
    const providers: Provider[] = [
      { provide: Database, useValue: infrastructure.database },
      { provide: OutboxRelay, useValue: infrastructure.outbox },
      { provide: ShopDirectory, useValue: infrastructure.shops },
      { provide: Access, useValue: infrastructure.access },
      { provide: AuditTrail, useValue: new AuditTrail(infrastructure.database, infrastructure.clock) },
      { provide: Health, useValue: infrastructure.health },
      { provide: EVENT_LOG, useValue: infrastructure.eventLog },
      { provide: LOGGER, useValue: infrastructure.logger },
      { provide: METRICS, useValue: infrastructure.metrics },
      { provide: CLOCK, useValue: infrastructure.clock },
      { provide: ARTIFACTS, useValue: infrastructure.artifacts },
      { provide: SERVICE_CONFIG, useValue: infrastructure.config },
    ];
    return { module: InfrastructureModule, global: true, providers, exports: providers };
  }
}
