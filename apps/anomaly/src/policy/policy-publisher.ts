import { recordKey, TOPICS, type ShopId } from '#contracts';
import { PolicyRecord } from '#contracts/generated/cartwise/fraud/v1/policy';
import type { Database, Sql } from '#database';
import { enqueue, outboxRecord } from '#event-log';
import type { Actor, AuditedChange, AuditTrail } from '#service';
import { policyKey } from './policy-key.ts';

/** What a change of a policy comes to. */
export interface PolicyChange<T> {
  readonly result: T;
  /** As things are now. */
  readonly kept?: readonly Partial<PolicyRecord>[];
  /** By what names them. */
  readonly gone?: readonly Partial<PolicyRecord>[];
  readonly audited: readonly AuditedChange[];
}

/** Changes policies: rows, records of fraud-policy.v1 and entries of the audit log, all or none. */
export class PolicyPublisher {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  async publish<T>(actor: Actor, work: (sql: Sql) => Promise<PolicyChange<T>>): Promise<T> {
    return this.database.transaction(async (sql) => {
      const { result: made, kept = [], gone = [], audited } = await work(sql);
      await enqueue(sql, [
        ...gone.map((record) => toRecord(actor.shopId, record, true)),
        ...kept.map((record) => toRecord(actor.shopId, record, false)),
      ]);
      for (const change of audited) await this.audit.changed(sql, actor, change);
      return made;
    });
  }
}

function toRecord(shopId: ShopId, fields: Partial<PolicyRecord>, isGone: boolean) {
  const record = PolicyRecord.fromPartial(fields);
  return outboxRecord(TOPICS.fraudPolicy, recordKey(shopId, policyKey(record)), isGone ? null : record);
}
