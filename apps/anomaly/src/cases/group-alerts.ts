import { hash } from 'node:crypto';
import type { ShopId } from '#contracts';
import type { CaseEntity } from '#contracts/generated/cartwise/fraud/v1/cases';
import type { Alert, Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { DECISIONS, type CaseAddition, type JoinableCase } from '#database';

/** An alert that was raised, with what ties it to others. */
export interface TiedAlert {
  readonly shopId: ShopId;
  readonly alert: Alert;
  readonly entities: readonly CaseEntity[];
}

export interface GroupingBounds {
  /** An alert joins a case whose newest alert is at most so old. */
  readonly windowMs: number;
  /** A case with so many alerts is full: the next opens another. */
  readonly alertsMax: number;
  /** A case with so many entities learns no more, so that it cannot grow over the whole shop. */
  readonly entitiesMax: number;
}

const CASE_ID_DIGITS = 32;

/** A case while alerts are added to it. */
interface OpenCase {
  readonly shopId: ShopId;
  readonly caseId: string;
  readonly isNew: boolean;
  readonly openedAtMs: number;
  readonly alerts: Alert[];
  readonly entities: CaseEntity[];
  alertCount: number;
  entityCount: number;
  lastAlertAtMs: number;
}

/**
 * Puts each alert into the case it shares an entity with, the one with the newest alert where there are several, or into
 * a case of its own. Cases are never merged: one that an analyst works on stays what it is.
 */
export function groupAlerts(
  alerts: readonly TiedAlert[],
  joinable: readonly JoinableCase[],
  bounds: GroupingBounds,
): readonly CaseAddition[] {
  const byEntity = new Map<string, Set<OpenCase>>();
  const tie = (open: OpenCase, { kind, id }: CaseEntity) => {
    const key = keyOf(open.shopId, kind, id);
    byEntity.set(key, (byEntity.get(key) ?? new Set()).add(open));
  };
  const touched = new Set<OpenCase>();
  for (const { entities, entityCount, alerts: alertCount, ...rest } of joinable) {
    const open: OpenCase = {
      ...rest,
      isNew: false,
      openedAtMs: 0,
      alerts: [],
      entities: [],
      alertCount,
      entityCount,
    };
    for (const entity of entities) tie(open, entity);
  }
  for (const tied of alerts) {
    const { shopId, alert, entities } = tied;
    const candidates = new Set(
      entities.flatMap(({ kind, id }) => [...(byEntity.get(keyOf(shopId, kind, id)) ?? [])]),
    );
    const open = choose([...candidates], alert, bounds) ?? newCase(tied);
    touched.add(open);
    open.alerts.push(alert);
    open.alertCount += 1;
    open.lastAlertAtMs = Math.max(open.lastAlertAtMs, alert.raisedAtMs);
    for (const entity of entities) {
      const known = byEntity.get(keyOf(shopId, entity.kind, entity.id))?.has(open) ?? false;
      if (known || open.entityCount >= bounds.entitiesMax) continue;
      open.entityCount += 1;
      open.entities.push(entity);
      tie(open, entity);
    }
  }
  return [...touched].map(additionOf);
}

function choose(candidates: readonly OpenCase[], alert: Alert, bounds: GroupingBounds): OpenCase | undefined {
  return candidates
    .filter(
      ({ alertCount, lastAlertAtMs }) =>
        alertCount < bounds.alertsMax && lastAlertAtMs >= alert.raisedAtMs - bounds.windowMs,
    )
    .toSorted((a, b) => b.lastAlertAtMs - a.lastAlertAtMs || (a.caseId < b.caseId ? -1 : 1))[0];
}

/** Named after the alert that opens it. */
function newCase({ shopId, alert }: TiedAlert): OpenCase {
  const caseId = hash('sha256', JSON.stringify(['case', shopId, alert.alertId]), 'hex').slice(
    0,
    CASE_ID_DIGITS,
  );
  return {
    shopId,
    caseId,
    isNew: true,
    openedAtMs: alert.raisedAtMs,
    alerts: [],
    entities: [],
    alertCount: 0,
    entityCount: 0,
    lastAlertAtMs: alert.raisedAtMs,
  };
}

function additionOf({
  shopId,
  caseId,
  isNew,
  openedAtMs,
  alerts,
  entities,
  lastAlertAtMs,
}: OpenCase): CaseAddition {
  return {
    shopId,
    caseId,
    isNew,
    alertIds: alerts.map(({ alertId }) => alertId),
    entities,
    openedAtMs,
    lastAlertAtMs,
    score: Math.max(...alerts.map(({ score }) => score)),
    decision: strictest(alerts.map(({ decision }) => decision)),
  };
}

const strictest = (decisions: readonly Decision[]): Decision =>
  decisions.reduce((most, each) => (DECISIONS.indexOf(each) > DECISIONS.indexOf(most) ? each : most));

// A shop id never holds a slash, nor does a kind.
const keyOf = (shopId: string, kind: string, id: string): string => `${shopId}/${kind}/${id}`;
