import { Inject, Injectable } from '@nestjs/common';
import { CartwiseError, recordKey, TOPICS } from '#contracts';
import { Placement } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { Database, PlacementStore } from '#database';
import { enqueue, outboxRecord } from '#event-log';
import { AuditTrail, CLOCK, type Actor, type Clock } from '#service';

/** Each is held in memory by every gateway. */
const PLACEMENTS_MAX = 200;

/** Changes placements: the row, its record on placements.v1 and the audit log's entry are one transaction. */
@Injectable()
export class PlacementDesk {
  constructor(
    private readonly database: Database,
    private readonly placements: PlacementStore,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Adds or replaces one. @throws CartwiseError CONFLICT when the shop has as many as it may. */
  async put(actor: Actor, asked: Partial<Placement>): Promise<Placement> {
    const { shopId } = actor;
    const placement = Placement.fromPartial({ ...asked, updatedAtMs: this.clock() });
    const { id } = placement;
    const before = await this.placements.find(shopId, id);
    await this.database.transaction(async (sql) => {
      if (!(await this.placements.put(sql, shopId, placement, PLACEMENTS_MAX))) {
        throw new CartwiseError('CONFLICT', { reason: `a shop has at most ${PLACEMENTS_MAX} placements` });
      }
      await enqueue(sql, [outboxRecord(TOPICS.placements, recordKey(shopId, id), placement)]);
      const subject = { kind: 'placement', id };
      await this.audit.changed(sql, actor, {
        action: 'placement.changed',
        subject,
        before,
        after: placement,
      });
    });
    return placement;
  }

  /** Whether it was there. */
  async delete(actor: Actor, id: string): Promise<boolean> {
    const { shopId } = actor;
    const before = await this.placements.find(shopId, id);
    return this.database.transaction(async (sql) => {
      if (!(await this.placements.delete(sql, shopId, id))) return false;
      await enqueue(sql, [outboxRecord(TOPICS.placements, recordKey(shopId, id), null)]);
      const subject = { kind: 'placement', id };
      await this.audit.changed(sql, actor, { action: 'placement.deleted', subject, before });
      return true;
    });
  }
}
