import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditStore, Database } from '#database';
import { AuditTrail, ShopDirectory, stateSha256, systemActor } from '#service';

const ACTION = 'keys.changed';

/**
 * Tells the audit log of API keys that came, went or changed their role: they stand in a file that is read at the start,
 * so the start compares them with those it was told of last. Processes that start together may tell it twice.
 */
@Injectable()
export class AuditKeys implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly store: AuditStore,
    private readonly audit: AuditTrail,
    private readonly directory: ShopDirectory,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const { id } of this.directory.shops) {
      const keyIds = this.directory.keyIdsOf(id);
      const [last] = await this.store.list(id, { action: ACTION, limit: 1 });
      if (last?.afterSha256 === stateSha256(keyIds)) continue;
      await this.database.transaction((sql) =>
        this.audit.changed(sql, systemActor(id, 'shops-file'), {
          action: ACTION,
          subject: { kind: 'keys', id },
          after: keyIds,
          detail: keyIds.join(' '),
        }),
      );
    }
  }
}
