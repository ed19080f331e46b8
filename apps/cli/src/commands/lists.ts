import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { callGrpc, type GrpcMethod } from '#service';
import type {
  DeleteEntriesResponse,
  ListEntriesResponse,
  ListListsResponse,
  PutEntriesResponse,
} from '#contracts/generated/cartwise/fraud/v1/lists';
import { connect } from '../connection/connection.ts';
import { formatTime } from '../print/format-time.ts';
import { formatUntil } from '../print/format-until.ts';
import { printTable } from '../print/print-table.ts';
import { wholeNumber } from './whole-number.ts';

const DAY_MS = 86_400_000;
const PAGE_SIZE = 1_000;

const method = (name: string): GrpcMethod => ({ package: 'fraud', service: 'ListService', method: name });

export function addLists(program: Command): void {
  const lists = program
    .command('lists')
    .description('who may and who may not: allow, block, review and lists for rules');
  lists.command('list').description('the lists there are').action(list);
  lists
    .command('show')
    .argument('<list>')
    .option('--kind <kind>', 'only these', '')
    .description('what a list holds')
    .action(show);
  const kinds = 'user, device, card, bin, email, email_domain, ip, network, address, country';
  lists
    .command('add')
    .argument('<list>', 'allow, block, review or a name of your own')
    .argument('<kind>', kinds)
    .argument('<values...>', 'as they are, or a hash as "hash:0123…"')
    .option('--days <n>', 'how long; for ever without')
    .option('--reason <words>', 'why', '')
    .description('puts somebody on a list')
    .action(add);
  lists
    .command('remove')
    .argument('<list>')
    .argument('<kind>', kinds)
    .argument('<values...>')
    .description('takes somebody off')
    .action(remove);
}

async function list(): Promise<void> {
  const reply = await callGrpc<ListListsResponse>(connect(), method('listLists'), {});
  printTable(
    ['list', 'entries'],
    reply.lists.map((each) => [each.list, String(each.entries)]),
  );
}

async function show(name: string, { kind }: { readonly kind: string }): Promise<void> {
  const rows: string[][] = [];
  const nowMs = Date.now();
  let pageToken = '';
  do {
    const request = { list: name, kind, pageSize: PAGE_SIZE, pageToken };
    const page = await callGrpc<ListEntriesResponse>(connect(), method('listEntries'), request);
    for (const entry of page.entries) {
      rows.push([
        entry.kind,
        entry.value,
        formatTime(entry.addedAtMs),
        formatUntil(entry.expiresAtMs, nowMs),
        entry.author,
        entry.reason,
      ]);
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  printTable(['kind', 'value', 'since', 'until', 'by', 'why'], rows);
}

async function add(
  name: string,
  kind: string,
  values: readonly string[],
  options: { readonly days?: string; readonly reason: string },
): Promise<void> {
  const expiresAtMs =
    options.days === undefined ? 0 : Date.now() + wholeNumber('--days', options.days) * DAY_MS;
  const common = { list: name, kind, expiresAtMs, reason: options.reason, author: userInfo().username };
  const entries = values.map((value) => ({ ...common, value }));
  const reply = await callGrpc<PutEntriesResponse>(connect(), method('putEntries'), { entries });
  for (const entry of reply.entries) console.log(`${entry.kind} ${entry.value} is on ${name}`);
}

async function remove(name: string, kind: string, values: readonly string[]): Promise<void> {
  const entries = values.map((value) => ({ list: name, kind, value }));
  const { deleted } = await callGrpc<DeleteEntriesResponse>(connect(), method('deleteEntries'), { entries });
  console.log(`${deleted} of ${entries.length} were on ${name}`);
}
