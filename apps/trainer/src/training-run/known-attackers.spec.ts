import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { Alert, AlertStatus } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { knownAttackers } from './known-attackers.ts';

const alert = (subjectId: string, status: AlertStatus, resolvedAtMs: number) =>
  Alert.fromPartial({ subjectKind: 'device', subjectId, status, raisedAtMs: 10, resolvedAtMs });

describe('whom training knows as attackers', () => {
  it('is those whom an analyst had found to be by then', async () => {
    const pages = [
      [alert('found', AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD, 100)],
      [
        alert('found later', AlertStatus.ALERT_STATUS_CONFIRMED_FRAUD, 101),
        alert('innocent', AlertStatus.ALERT_STATUS_FALSE_POSITIVE, 50),
        alert('open', AlertStatus.ALERT_STATUS_OPEN, 0),
      ],
    ];
    async function* readSince() {
      for (const page of pages) yield await Promise.resolve(page);
    }
    expect(await knownAttackers({ readSince }, 'demo' as ShopId, 100)).toEqual([
      { kind: 'device', id: 'found', atMs: 10 },
    ]);
  });
});
