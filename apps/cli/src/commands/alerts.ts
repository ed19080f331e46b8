import type { Command } from 'commander';
import { streamGrpc } from '#service';
import type { Alert, StreamAlertsResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { connect } from '../connection/connection.ts';
import { wholeNumber } from './whole-number.ts';

const HOUR_MS = 3_600_000;

export function addAlerts(program: Command): void {
  program
    .command('alerts')
    .description('fraud alerts')
    .command('tail')
    .description('alerts as they are raised, after those of the last day')
    .option('--since-hours <n>', 'how far back to begin', '24')
    .option('--json', 'one JSON object a line')
    .action(tail);
}

async function tail(options: { readonly sinceHours: string; readonly json?: true }): Promise<void> {
  const sinceMs = Date.now() - wholeNumber('--since-hours', options.sinceHours) * HOUR_MS;
  const replies = streamGrpc<StreamAlertsResponse>(
    connect(),
    { package: 'fraud', service: 'FraudService', method: 'streamAlerts' },
    { sinceMs: Math.round(sinceMs) },
  );
  for await (const { alert } of replies) {
    if (alert) console.log(options.json ? JSON.stringify(alert) : line(alert));
  }
}

function line(alert: Alert): string {
  const at = new Date(alert.raisedAtMs).toISOString().slice(0, 19).replace('T', ' ');
  const decision = alert.decision.replace('DECISION_', '').toLowerCase();
  const reasons = alert.reasons.map((reason) => reason.code).join(', ');
  return `${at}  ${decision.padEnd(8)} ${alert.score.toFixed(2)}  ${alert.subjectKind} ${alert.subjectId}  ${reasons}`;
}
