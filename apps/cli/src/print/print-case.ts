import type { CaseHistoryEntry, GetCaseResponse } from '#contracts/generated/cartwise/fraud/v1/cases';
import { formatTime } from './format-time.ts';
import { printTable } from './print-table.ts';

/** A case with all there is to know of it. */
export function printCase({ case: found, alerts, history }: GetCaseResponse): void {
  if (found === undefined) return;
  const assignee = found.assignee === '' ? 'nobody' : found.assignee;
  console.log(
    `${found.caseId}: ${wordOf(found.state)}, of ${assignee}, version ${found.version}${found.tags.map((tag) => ` #${tag}`).join('')}`,
  );
  console.log(found.entities.map(({ kind, id }) => `  ${kind} ${id}`).join('\n'));
  console.log();
  printTable(
    ['alert', 'raised', 'about', 'decision', 'score', 'status', 'reasons'],
    alerts.map((alert) => [
      alert.alertId,
      formatTime(alert.raisedAtMs),
      `${alert.subjectKind} ${alert.subjectId}`,
      alert.decision.replace('DECISION_', '').toLowerCase(),
      alert.score.toFixed(2),
      alert.status.replace('ALERT_STATUS_', '').toLowerCase(),
      alert.reasons.map(({ code }) => code).join(' '),
    ]),
  );
  if (history.length > 0) console.log();
  for (const entry of history)
    console.log(`${formatTime(entry.atMs)}  ${entry.author || entry.keyId}  ${changeText(entry)}`);
}

const wordOf = (state: string): string => state.replace('CASE_STATE_', '').toLowerCase();

function changeText({ change = {} }: CaseHistoryEntry): string {
  const { assignee, note, tag, untag, snoozeUntilMs, wait, close } = change;
  if (assignee !== undefined) return assignee === '' ? 'given to nobody' : `given to ${assignee}`;
  if (note !== undefined) return `note: ${note}`;
  if (tag !== undefined) return `+ #${tag}`;
  if (untag !== undefined) return `- #${untag}`;
  if (snoozeUntilMs !== undefined) return `snoozed until ${formatTime(snoozeUntilMs)}`;
  if (wait !== undefined) return 'waits';
  return close === undefined
    ? 'opened again'
    : `closed as ${close.replace('CASE_OUTCOME_', '').toLowerCase()}`;
}
