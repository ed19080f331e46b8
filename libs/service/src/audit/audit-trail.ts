import { LRUCache } from 'lru-cache';
import { AuditStore, Coalescer, type AuditFact, type Database, type Sql } from '#database';
import type { Clock } from '../config/clock.ts';
import type { Actor } from './actor.ts';
import { stateSha256 } from './state-sha256.ts';

/** What was changed or looked at. `id` is never personal data: an id of ours, or a keyed hash. */
export interface AuditSubject {
  readonly kind: string;
  readonly id: string;
}

export interface AuditedChange {
  /** Subject and verb: "rule.changed". */
  readonly action: string;
  readonly subject: AuditSubject;
  /** The subject before and after, of which the log keeps hashes; undefined where there was none. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** A few words for people; no personal data. */
  readonly detail?: string;
}

/** Who looks at the same thing again within this time has looked at it once. */
const VIEW_AGAIN_MS = 3_600_000;
/** Views remembered for that; more are written down again, never left out. */
const VIEWS_REMEMBERED_MAX = 10_000;
const DETAIL_LENGTH_MAX = 500;

/** The audit log, as everybody writes to it: one line beside each change and each view of personal data. */
export class AuditTrail {
  private readonly store: AuditStore;
  /** Views that come at the same time share a transaction. */
  private readonly viewing: Coalescer<AuditFact, void>;
  private readonly viewedLately: LRUCache<string, true>;

  constructor(
    database: Database,
    private readonly clock: Clock,
  ) {
    this.store = new AuditStore(database);
    this.viewing = new Coalescer((facts) =>
      database.transaction((sql) => this.store.append(sql, facts, this.clock())),
    );
    this.viewedLately = new LRUCache({ max: VIEWS_REMEMBERED_MAX, ttl: VIEW_AGAIN_MS });
  }

  /** In the change's own transaction, as its last statement: both are kept or neither. */
  changed(sql: Sql, actor: Actor, { action, subject, before, after, detail }: AuditedChange): Promise<void> {
    const fact = factOf(actor, action, subject, {
      detail: (detail ?? '').slice(0, DETAIL_LENGTH_MAX),
      beforeSha256: stateSha256(before),
      afterSha256: stateSha256(after),
    });
    return this.store.append(sql, [fact], this.clock());
  }

  /** Before personal data is handed out: whoever cannot be written down does not get it. */
  async viewed(actor: Actor, subject: AuditSubject): Promise<void> {
    const view = JSON.stringify([actor.shopId, actor.name, subject.kind, subject.id]);
    if (this.viewedLately.has(view)) return;
    await this.viewing.run([
      factOf(actor, `${subject.kind}.viewed`, subject, { detail: '', beforeSha256: '', afterSha256: '' }),
    ]);
    this.viewedLately.set(view, true);
  }
}

function factOf(
  { shopId, name, role }: Actor,
  action: string,
  { kind, id }: AuditSubject,
  rest: Pick<AuditFact, 'detail' | 'beforeSha256' | 'afterSha256'>,
): AuditFact {
  return { shopId, actor: name, role, action, subjectKind: kind, subjectId: id, ...rest };
}
