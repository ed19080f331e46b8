import { hash } from 'node:crypto';
import type { AuditEntry } from './audit-entry.ts';

/**
 * The hash that names an entry: SHA-256 over all of its fields and the hash before it, as a list in JSON. A hash chain
 * as in Haber and Stornetta, "How to Time-Stamp a Digital Document" (1991): whoever alters an entry must alter every
 * later one.
 */
export function auditHash(entry: Omit<AuditEntry, 'sha256'>): string {
  const fields = [
    entry.shopId,
    entry.sequence,
    entry.atMs,
    entry.actor,
    entry.role,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    entry.detail,
    entry.beforeSha256,
    entry.afterSha256,
    entry.previousSha256,
  ];
  return hash('sha256', JSON.stringify(fields), 'hex');
}
