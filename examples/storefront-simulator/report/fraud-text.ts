import type { AttackSummary } from './attack-log.ts';

/** What was caught of each kind and how soon, and who was held back for nothing. */
export function fraudText(title: string, { kinds, all, orders, ...alarms }: AttackSummary): string {
  const header = ['attacks', 'caught', 'recall', 'median s to alert', 'p95 s'];
  const rows = [...kinds, { kind: 'all', ...all }].map(
    ({ kind, attacks, caught, recall, secondsToAlert }) => [
      kind,
      ...[attacks, caught, recall, secondsToAlert.median, secondsToAlert.p95].map((value) =>
        String(value ?? '–'),
      ),
    ],
  );
  const line = ([first = '', ...cells]: readonly string[]) =>
    `${first.padEnd(22)}${cells.map((cell, i) => cell.padStart(header[i]?.length ?? 0)).join('  ')}`;
  const { good, goodReviewed, goodDeclined, bad, badStopped } = orders;
  return [
    line([title, ...header]),
    ...rows.map(([kind = '', ...cells]) => line([`  ${kind}`, ...cells])),
    `  orders              ${good} good: ${goodReviewed} to review, ${goodDeclined} declined; ${bad} of attacks: ${badStopped} not approved`,
    `  false alarms        ${alarms.falseAlarms}: ${alarms.falseAlarmsPer1000GoodOrders ?? '–'} per 1,000 good orders`,
  ].join('\n');
}
