import type { EpochMs, ShopId } from '#contracts';

/** What is to be remembered: who did what to whom. */
export interface AuditFact {
  readonly shopId: ShopId;
  /** The id of an API key, or the name of a part of Cartwise that acted by itself. */
  readonly actor: string;
  readonly role: string;
  /** Subject and verb, such as "case.changed" or "profile.viewed". */
  readonly action: string;
  readonly subjectKind: string;
  /** Never personal data: an id or a keyed hash. */
  readonly subjectId: string;
  readonly detail: string;
  /** SHA-256 of the subject before and after; empty where there was none, or nothing changed. */
  readonly beforeSha256: string;
  readonly afterSha256: string;
}

/** A link of a shop's chain. */
export interface AuditEntry extends AuditFact {
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly atMs: EpochMs;
  /** The hash of the entry before; empty for the first. */
  readonly previousSha256: string;
  readonly sha256: string;
}

/** Where a shop's chain ends. */
export interface AuditHead {
  readonly sequence: number;
  readonly sha256: string;
}

export const NO_ENTRIES: AuditHead = { sequence: 0, sha256: '' };
