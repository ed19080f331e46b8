import type { Command } from 'commander';
import { callGrpc } from '#service';
import type { ListAuditEntriesResponse } from '#contracts/generated/cartwise/fraud/v1/audit';
import { connect } from '../connection/connection.ts';
import { runApp } from '../connection/run-app.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';
import { wholeNumber } from './whole-number.ts';

interface ListOptions {
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly limit: string;
  readonly json?: true;
}

export function addAudit(program: Command): void {
  const audit = program.command('audit').description('who changed what, and who looked at personal data');
  audit
    .command('list')
    .description('the newest entries of the audit log')
    .option('--actor <key>', 'only of this API key (its id) or part of Cartwise')
    .option('--action <action>', 'only this, such as "case.changed"')
    .option('--subject <kind/id>', 'only of this, such as "rule/A_RULE" or "profile/u:ann"')
    .option('-n, --limit <n>', 'how many', '50')
    .option('--json', 'one JSON object a line, with the hashes')
    .action(list);
  audit
    .command('verify')
    .description(
      'recomputes the chain of hashes of every shop; ends with code 1 if anything was altered, 2 if that cannot be known',
    )
    .option('--shop <id>', 'only this shop')
    .option('--anchor <sequence:sha256>', 'an end of the log that was noted elsewhere earlier')
    .action(verify);
}

async function list(options: ListOptions): Promise<void> {
  const [, subjectKind = '', subjectId = ''] = /^([^/]+)\/(.+)$/.exec(options.subject ?? '') ?? [];
  if (options.subject !== undefined && subjectId === '')
    throw new Error('--subject must be a kind and an id, such as "rule/A_RULE"');
  const { entries } = await callGrpc<ListAuditEntriesResponse>(
    connect(),
    { package: 'fraud', service: 'AuditService', method: 'listAuditEntries' },
    {
      actor: options.actor ?? '',
      action: options.action ?? '',
      subjectKind,
      subjectId,
      pageSize: wholeNumber('--limit', options.limit),
    },
  );
  if (options.json) {
    for (const entry of entries) console.log(JSON.stringify(entry));
    return;
  }
  printTable(
    ['#', 'at', 'who', 'did', 'to', 'detail'],
    entries.map((entry) => [
      String(entry.sequence),
      formatTime(entry.atMs),
      entry.actor,
      entry.action,
      `${entry.subjectKind} ${entry.subjectId}`,
      entry.detail,
    ]),
  );
}

async function verify(options: { readonly shop?: string; readonly anchor?: string }): Promise<void> {
  process.exitCode = await runApp('anomaly/src/verify-audit', [
    ...(options.shop === undefined ? [] : ['--shop', options.shop]),
    ...(options.anchor === undefined ? [] : ['--anchor', options.anchor]),
  ]);
}
