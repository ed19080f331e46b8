import type { ShopId } from '#contracts';
import type { Database } from '../connection/database.ts';
import { AuditChain, type AuditFault } from './audit-chain.ts';
import type { AuditHead } from './audit-entry.ts';
import { AuditStore } from './audit-store.ts';

/** Whether a shop's audit log is as it was written. */
export interface AuditVerification {
  /** The last entry that is as it was written. */
  readonly head: AuditHead;
  readonly fault: AuditFault | undefined;
}

/**
 * Recomputes a shop's chain, as it is at one moment. A head noted elsewhere earlier (`anchor`) also tells whether
 * somebody with full power over the database wrote the whole chain anew.
 */
export function verifyAudit(
  database: Database,
  shopId: ShopId,
  anchor?: AuditHead,
): Promise<AuditVerification> {
  const store = new AuditStore(database);
  return database.transaction(async (sql) => {
    await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const chain = new AuditChain();
    let anchored = anchor === undefined;
    for await (const page of store.readChain(sql, shopId)) {
      for (const entry of page) {
        chain.follow(entry);
        anchored ||= entry.sequence === anchor?.sequence && entry.sha256 === anchor.sha256;
      }
    }
    chain.endsAt(await store.head(sql, shopId));
    const { head, fault } = chain;
    if (fault !== undefined || anchored) return { head, fault };
    const sequence = anchor?.sequence ?? 0;
    return { head, fault: { sequence, reason: 'is not the entry that was noted: the log was written anew' } };
  });
}
