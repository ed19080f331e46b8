import type { ShopId } from '#contracts';
import {
  CaseOutcome,
  CaseState,
  type Case,
  type CaseEntity,
} from '#contracts/generated/cartwise/fraud/v1/cases';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { Sql } from '../connection/database.ts';
import type { ShopCase, ShopCaseEntity } from './case-row.ts';

/** A case that an alert may join, and which of the asked entities tie it to it. */
export interface JoinableCase {
  readonly shopId: ShopId;
  readonly caseId: string;
  readonly alerts: number;
  readonly entityCount: number;
  readonly lastAlertAtMs: number;
  readonly entities: readonly ShopCaseEntity[];
}

/** What a batch of alerts adds to a case, new or there already. */
export interface CaseAddition {
  readonly shopId: ShopId;
  readonly caseId: string;
  readonly isNew: boolean;
  readonly alertIds: readonly string[];
  readonly entities: readonly CaseEntity[];
  readonly openedAtMs: number;
  readonly lastAlertAtMs: number;
  readonly score: number;
  readonly decision: Decision;
}

const LOCK_SPACE = 'fraud_case';
const { CASE_STATE_OPEN, CASE_STATE_CLOSED } = CaseState;
const { CASE_OUTCOME_UNSPECIFIED } = CaseOutcome;

/** The part of the cases' store that alerts are grouped with. Written by anomaly alone. */
export class CaseGroupingStore {
  /** Nobody else groups alerts of these shops until the transaction ends: an entity opens one case, not two. */
  async lockShops(sql: Sql, shopIds: readonly ShopId[]): Promise<void> {
    // Always in the same order, so that two transactions cannot wait for each other.
    for (const shopId of [...new Set(shopIds)].toSorted())
      await sql.query('SELECT pg_advisory_xact_lock(hashtext($1), hashtext($2))', [LOCK_SPACE, shopId]);
  }

  /** Cases that are not closed, with an alert since then, tied to any of the entities. */
  async findJoinable(
    sql: Sql,
    entities: readonly ShopCaseEntity[],
    sinceMs: number,
  ): Promise<readonly JoinableCase[]> {
    if (entities.length === 0) return [];
    const rows = await sql.query<{
      shop_id: ShopId;
      case_id: string;
      alerts: number;
      entity_count: string;
      last_alert_ms: string;
      kinds: readonly string[];
      ids: readonly string[];
    }>(
      `SELECT fraud_case.shop_id, fraud_case.case_id, alerts, (extract(epoch FROM last_alert_at) * 1000)::bigint AS last_alert_ms,
              (SELECT count(*) FROM fraud_case_entity AS own
               WHERE own.shop_id = fraud_case.shop_id AND own.case_id = fraud_case.case_id) AS entity_count,
              array_agg(kind) AS kinds, array_agg(id) AS ids
       FROM (SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])) AS asked(shop_id, kind, id)
       JOIN fraud_case_entity USING (shop_id, kind, id) JOIN fraud_case USING (shop_id, case_id)
       WHERE state <> $4 AND last_alert_at >= to_timestamp($5 / 1000.0)
       GROUP BY fraud_case.shop_id, fraud_case.case_id`,
      [
        entities.map(({ shopId }) => shopId),
        entities.map(({ kind }) => kind),
        entities.map(({ id }) => id),
        CASE_STATE_CLOSED,
        sinceMs,
      ],
    );
    return rows.map((row) => ({
      shopId: row.shop_id,
      caseId: row.case_id,
      alerts: row.alerts,
      entityCount: Number(row.entity_count),
      lastAlertAtMs: Number(row.last_alert_ms),
      entities: row.kinds.map((kind, i) => ({ shopId: row.shop_id, kind, id: row.ids[i] ?? '' })),
    }));
  }

  /** Adds alerts to their cases and names the case in each alert; returns the cases that are new. */
  async add(sql: Sql, additions: readonly CaseAddition[]): Promise<readonly ShopCase[]> {
    if (additions.length === 0) return [];
    await addCases(sql, additions);
    await addEntities(sql, additions);
    await nameInAlerts(sql, additions);
    return additions
      .filter(({ isNew }) => isNew)
      .map((each) => ({ shopId: each.shopId, case: opened(each) }));
  }
}

async function addCases(sql: Sql, additions: readonly CaseAddition[]): Promise<void> {
  await sql.query(
    `INSERT INTO fraud_case (shop_id, case_id, version, state, assignee, tags, outcome, opened_at, changed_at,
                             alerts, last_alert_at, score, decision)
     SELECT shop_id, case_id, 0, $1, '', '{}', $2, to_timestamp(opened_ms / 1000.0), to_timestamp(opened_ms / 1000.0),
            alerts, to_timestamp(last_alert_ms / 1000.0), score, decision
     FROM unnest($3::text[], $4::text[], $5::float8[], $6::int[], $7::float8[], $8::float8[], $9::text[])
       AS row(shop_id, case_id, opened_ms, alerts, last_alert_ms, score, decision)
     ORDER BY shop_id, case_id
     ON CONFLICT (shop_id, case_id) DO UPDATE SET
       alerts = fraud_case.alerts + EXCLUDED.alerts,
       last_alert_at = greatest(fraud_case.last_alert_at, EXCLUDED.last_alert_at),
       score = greatest(fraud_case.score, EXCLUDED.score),
       decision = CASE WHEN array_position($10::text[], EXCLUDED.decision) > array_position($10::text[], fraud_case.decision)
                       THEN EXCLUDED.decision ELSE fraud_case.decision END`,
    [
      CASE_STATE_OPEN,
      CASE_OUTCOME_UNSPECIFIED,
      additions.map(({ shopId }) => shopId),
      additions.map(({ caseId }) => caseId),
      additions.map(({ openedAtMs }) => openedAtMs),
      additions.map(({ alertIds }) => alertIds.length),
      additions.map(({ lastAlertAtMs }) => lastAlertAtMs),
      additions.map(({ score }) => score),
      additions.map(({ decision }) => decision),
      DECISIONS,
    ],
  );
}

async function addEntities(sql: Sql, additions: readonly CaseAddition[]): Promise<void> {
  const rows = additions.flatMap(({ shopId, caseId, entities }) =>
    entities.map((entity) => ({ shopId, caseId, ...entity })),
  );
  if (rows.length === 0) return;
  await sql.query(
    `INSERT INTO fraud_case_entity (shop_id, kind, id, case_id)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      rows.map(({ shopId }) => shopId),
      rows.map(({ kind }) => kind),
      rows.map(({ id }) => id),
      rows.map(({ caseId }) => caseId),
    ],
  );
}

async function nameInAlerts(sql: Sql, additions: readonly CaseAddition[]): Promise<void> {
  const rows = additions.flatMap(({ shopId, caseId, alertIds }) =>
    alertIds.map((alertId) => ({ shopId, caseId, alertId })),
  );
  await sql.query(
    `UPDATE alert SET case_id = row.case_id
     FROM unnest($1::text[], $2::text[], $3::text[]) AS row(shop_id, alert_id, case_id)
     WHERE alert.shop_id = row.shop_id AND alert.alert_id = row.alert_id`,
    [rows.map(({ shopId }) => shopId), rows.map(({ alertId }) => alertId), rows.map(({ caseId }) => caseId)],
  );
}

/** Mildest first. */
export const DECISIONS: readonly Decision[] = [
  Decision.DECISION_UNSPECIFIED,
  Decision.DECISION_APPROVE,
  Decision.DECISION_REVIEW,
  Decision.DECISION_DECLINE,
];

function opened(addition: CaseAddition): Case {
  const { caseId, openedAtMs, lastAlertAtMs, score, decision, entities, alertIds } = addition;
  return {
    caseId,
    version: 0,
    state: CASE_STATE_OPEN,
    snoozedUntilMs: 0,
    assignee: '',
    tags: [],
    outcome: CASE_OUTCOME_UNSPECIFIED,
    openedAtMs,
    changedAtMs: openedAtMs,
    closedAtMs: 0,
    alerts: alertIds.length,
    lastAlertAtMs,
    score,
    decision,
    entities,
  };
}
