import type { Command } from 'commander';
import { z } from 'zod';
import { callHttp } from '../connection/call-http.ts';
import { connect } from '../connection/connection.ts';
import { printTable } from '../print/print-table.ts';

const RejectedList = z.object({
  rejected: z.array(
    z.object({
      rejectedId: z.string(),
      stage: z.string(),
      code: z.string(),
      field: z.string().optional(),
      message: z.string(),
    }),
  ),
});
const Replayed = z.record(z.string(), z.unknown());

export function addRejected(program: Command): void {
  const rejected = program.command('rejected').description('events that were refused, with the reason');
  rejected
    .command('list')
    .option('--code <code>', 'only this reason')
    .option('-n, --limit <n>', 'how many', '50')
    .action(list);
  rejected
    .command('replay')
    .description('puts refused events through the doors again')
    .argument('[ids...]', 'rejected ids')
    .option('--code <code>', 'all refused for this reason')
    .action(replay);
}

async function list(options: { readonly code?: string; readonly limit: string }): Promise<void> {
  const query = new URLSearchParams({
    limit: options.limit,
    ...(options.code ? { code: options.code } : {}),
  });
  const reply = RejectedList.parse(await callHttp(connect(), 'GET', `/v1/rejected?${query.toString()}`));
  printTable(
    ['id', 'at', 'reason', 'field', 'message'],
    reply.rejected.map((event) => [
      event.rejectedId,
      event.stage,
      event.code,
      event.field ?? '',
      event.message,
    ]),
  );
}

async function replay(ids: readonly string[], options: { readonly code?: string }): Promise<void> {
  if (ids.length === 0 && options.code === undefined) throw new Error('Name the ids to replay, or a --code.');
  const wanted = ids.length > 0 ? { ids } : { code: options.code };
  const body = { contentType: 'application/json', bytes: JSON.stringify(wanted) };
  console.log(JSON.stringify(Replayed.parse(await callHttp(connect(), 'POST', '/v1/rejected/replay', body))));
}
