import type { ShopId } from '#contracts';
import { AlertStatus } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { AlertStore } from '#database';
import type { KnownAttacker } from '#ml';

/** Whom analysts found to be frauds by then, with when the alert was raised. */
export async function knownAttackers(
  store: Pick<AlertStore, 'readSince'>,
  shopId: ShopId,
  asOfMs: number,
): Promise<readonly KnownAttacker[]> {
  const attackers: KnownAttacker[] = [];
  for await (const page of store.readSince(shopId, 0)) {
    for (const { status, resolvedAtMs, subjectKind, subjectId, raisedAtMs } of page) {
      if (status !== AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD || resolvedAtMs > asOfMs) continue;
      attackers.push({ kind: subjectKind, id: subjectId, atMs: raisedAtMs });
    }
  }
  return attackers;
}
