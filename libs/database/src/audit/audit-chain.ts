import { NO_ENTRIES, type AuditEntry, type AuditHead } from './audit-entry.ts';
import { auditHash } from './audit-hash.ts';

/** Where a chain is not what was written, and how it shows. */
export interface AuditFault {
  readonly sequence: number;
  readonly reason: string;
}

/** Follows a shop's chain entry by entry and stops at the first fault. */
export class AuditChain {
  private end = NO_ENTRIES;
  private found: AuditFault | undefined;

  /** The last entry that is as it was written. */
  get head(): AuditHead {
    return this.end;
  }

  get fault(): AuditFault | undefined {
    return this.found;
  }

  follow(entry: AuditEntry): void {
    if (this.found !== undefined) return;
    const { sequence, sha256 } = entry;
    const reason = this.reasonAgainst(entry);
    if (reason === undefined) this.end = { sequence, sha256 };
    else this.found = { sequence, reason };
  }

  /** After the last entry: whether it is the one that was written last. */
  endsAt(head: AuditHead): void {
    if (this.found !== undefined) return;
    const { sequence, sha256 } = this.end;
    if (sequence !== head.sequence)
      this.found = {
        sequence: Math.min(sequence, head.sequence) + 1,
        reason: `there are ${sequence} entries, and ${head.sequence} were written`,
      };
    else if (sha256 !== head.sha256) this.found = { sequence, reason: 'is not the entry that was written' };
  }

  private reasonAgainst(entry: AuditEntry): string | undefined {
    if (entry.sequence !== this.end.sequence + 1) return `follows entry ${this.end.sequence}`;
    if (entry.previousSha256 !== this.end.sha256) return 'does not name the hash of the entry before it';
    if (entry.sha256 !== auditHash(entry)) return 'is not what its hash says';
    return undefined;
  }
}
