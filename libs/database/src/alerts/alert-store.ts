import type { EpochMs, ShopId } from '#contracts';
import { AlertStatus, type Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { Database, Sql } from '../connection/database.ts';
import { ALERT_COLUMNS, alertOf, type AlertColumns, type ShopAlert } from './alert-row.ts';

/** What an alert is about. */
export interface AlertSubject {
  readonly shopId: ShopId;
  readonly kind: string;
  readonly id: string;
}

export interface RecentAlert extends AlertSubject {
  readonly occurredAtMs: number;
}

/** A place in the list, newest first. */
export interface AlertPosition {
  readonly raisedAtMs: number;
  readonly alertId: string;
}

/** A page of a long read. */
const PAGE_SIZE = 500;

/** The alert queue. Written by anomaly alone. */
export class AlertStore {
  constructor(private readonly database: Database) {}

  /** Adds those whose id is new and returns their ids. */
  async insertNew(sql: Sql, alerts: readonly ShopAlert[]): Promise<ReadonlySet<string>> {
    if (alerts.length === 0) return new Set();
    const column = <T>(value: (alert: Alert) => T) => alerts.map(({ alert }) => value(alert));
    const rows = await sql.query<{ alert_id: string }>(
      `INSERT INTO alert (shop_id, alert_id, subject_kind, subject_id, order_id, user_id, event_id, decision, score,
                          reasons, occurred_at, raised_at, status, resolved_by, note)
       SELECT shop_id, alert_id, subject_kind, subject_id, order_id, user_id, event_id, decision, score,
              reasons::jsonb, to_timestamp(occurred_ms / 1000.0), to_timestamp(raised_ms / 1000.0), status, '', ''
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                   $9::float8[], $10::text[], $11::float8[], $12::float8[], $13::text[])
         AS row(shop_id, alert_id, subject_kind, subject_id, order_id, user_id, event_id, decision, score,
                reasons, occurred_ms, raised_ms, status)
       ORDER BY shop_id, alert_id
       ON CONFLICT DO NOTHING RETURNING alert_id`,
      [
        alerts.map(({ shopId }) => shopId),
        column((alert) => alert.alertId),
        column((alert) => alert.subjectKind),
        column((alert) => alert.subjectId),
        column((alert) => alert.orderId),
        column((alert) => alert.userId),
        column((alert) => alert.eventId),
        column((alert) => alert.decision),
        column((alert) => alert.score),
        column((alert) => JSON.stringify(alert.reasons)),
        alerts.map(({ occurredAtMs }) => occurredAtMs),
        column((alert) => alert.raisedAtMs),
        column((alert) => alert.status),
      ],
    );
    return new Set(rows.map((row) => row.alert_id));
  }

  /** When these subjects were alerted about things that happened in [fromMs, untilMs]. */
  async findRecent(
    sql: Sql,
    subjects: readonly AlertSubject[],
    fromMs: number,
    untilMs: number,
  ): Promise<readonly RecentAlert[]> {
    if (subjects.length === 0) return [];
    const rows = await sql.query<{
      shop_id: ShopId;
      subject_kind: string;
      subject_id: string;
      occurred_ms: string;
    }>(
      `SELECT shop_id, subject_kind, subject_id, (extract(epoch FROM occurred_at) * 1000)::bigint AS occurred_ms
       FROM alert
       WHERE (shop_id, subject_kind, subject_id) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))
         AND occurred_at BETWEEN to_timestamp($4 / 1000.0) AND to_timestamp($5 / 1000.0)`,
      [
        subjects.map(({ shopId }) => shopId),
        subjects.map(({ kind }) => kind),
        subjects.map(({ id }) => id),
        fromMs,
        untilMs,
      ],
    );
    return rows.map((row) => ({
      shopId: row.shop_id,
      kind: row.subject_kind,
      id: row.subject_id,
      occurredAtMs: Number(row.occurred_ms),
    }));
  }

  /** Newest first, those after `after`; of every status when it is undefined. */
  async list(
    shopId: ShopId,
    page: {
      readonly status: AlertStatus | undefined;
      readonly limit: number;
      readonly after: AlertPosition | undefined;
    },
  ): Promise<readonly Alert[]> {
    const rows = await this.database.query<AlertColumns>(
      `SELECT ${ALERT_COLUMNS} FROM alert
       WHERE shop_id = $1 AND ($2::text IS NULL OR status = $2)
         AND ($3::float8 IS NULL OR (raised_at, alert_id) < (to_timestamp($3 / 1000.0), $4))
       ORDER BY raised_at DESC, alert_id DESC LIMIT $5`,
      [shopId, page.status ?? null, page.after?.raisedAtMs ?? null, page.after?.alertId ?? null, page.limit],
    );
    return rows.map(alertOf);
  }

  /** Pages of those raised at or after `sinceMs`, oldest first. */
  async *readSince(shopId: ShopId, sinceMs: number): AsyncGenerator<readonly Alert[]> {
    let after: AlertPosition = { raisedAtMs: sinceMs, alertId: '' };
    for (;;) {
      const rows = await this.database.query<AlertColumns>(
        `SELECT ${ALERT_COLUMNS} FROM alert
         WHERE shop_id = $1 AND (raised_at, alert_id) > (to_timestamp($2 / 1000.0), $3)
         ORDER BY raised_at, alert_id LIMIT ${PAGE_SIZE}`,
        [shopId, after.raisedAtMs, after.alertId],
      );
      const alerts = rows.map(alertOf);
      if (alerts.length > 0) yield alerts;
      const last = alerts.at(-1);
      if (last === undefined || alerts.length < PAGE_SIZE) return;
      after = last;
    }
  }

  /** The alerts of a case, newest first; a case has a bounded number. */
  async ofCase(shopId: ShopId, caseId: string): Promise<readonly Alert[]> {
    const rows = await this.database.query<AlertColumns>(
      `SELECT ${ALERT_COLUMNS} FROM alert WHERE shop_id = $1 AND case_id = $2
       ORDER BY raised_at DESC, alert_id DESC LIMIT ${PAGE_SIZE}`,
      [shopId, caseId],
    );
    return rows.map(alertOf);
  }

  /** Those of a case that nobody has resolved. */
  async openOfCase(sql: Sql, shopId: ShopId, caseId: string): Promise<readonly Alert[]> {
    const rows = await sql.query<AlertColumns>(
      `SELECT ${ALERT_COLUMNS} FROM alert WHERE shop_id = $1 AND case_id = $2 AND status = $3 ORDER BY alert_id`,
      [shopId, caseId, AlertStatus.ALERT_STATUS_OPEN],
    );
    return rows.map(alertOf);
  }

  /** Sets the outcome, over an earlier one too: analysts correct themselves. Undefined when there is no such alert. */
  async resolve(
    sql: Sql,
    shopId: ShopId,
    outcome: Pick<Alert, 'alertId' | 'status' | 'note' | 'resolvedBy'> & { readonly resolvedAtMs: EpochMs },
  ): Promise<Alert | undefined> {
    const [row] = await sql.query<AlertColumns>(
      `UPDATE alert SET status = $3, note = $4, resolved_by = $5, resolved_at = to_timestamp($6 / 1000.0)
       WHERE shop_id = $1 AND alert_id = $2 RETURNING ${ALERT_COLUMNS}`,
      [shopId, outcome.alertId, outcome.status, outcome.note, outcome.resolvedBy, outcome.resolvedAtMs],
    );
    return row && alertOf(row);
  }
}
