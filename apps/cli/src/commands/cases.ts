import { userInfo } from 'node:os';
import { Argument, Option, type Command } from 'commander';
import { callGrpc, type GrpcMethod } from '#service';
import type {
  Case,
  CaseChange,
  ChangeCaseResponse,
  GetCaseResponse,
  ListCasesResponse,
} from '#contracts/generated/cartwise/fraud/v1/cases';
import { connect } from '../connection/connection.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';
import { printCase } from '../print/print-case.ts';
import { wholeNumber } from './whole-number.ts';

const HOUR_MS = 3_600_000;

const method = (name: string): GrpcMethod => ({ package: 'fraud', service: 'CaseService', method: name });

interface ListOptions {
  readonly state?: string;
  readonly assignee?: string;
  readonly unassigned?: true;
  readonly tag?: string;
  readonly entity?: string;
  readonly limit: string;
}

export function addCases(program: Command): void {
  const cases = program.command('cases').description('alerts that share a user, device, card or address');
  cases
    .command('list')
    .description('the newest cases')
    .addOption(new Option('--state <state>', 'only these').choices(['open', 'waiting', 'snoozed', 'closed']))
    .option('--assignee <name>', 'only theirs')
    .option('--unassigned', 'only those nobody has')
    .option('--tag <tag>', 'only with this tag')
    .option('--entity <kind/id>', 'only of this, such as "user/u:ann" or "order/o-17"')
    .option('-n, --limit <n>', 'how many', '50')
    .action(list);
  cases.command('show').argument('<case>').description('its entities, alerts and history').action(show);
  addChange(cases, 'assign', 'gives it to somebody; without a name takes it from whoever has it')
    .argument('[name]')
    .action((id: string, name: string | undefined) => change(id, { assignee: name ?? '' }));
  addChange(cases, 'note', 'adds a note')
    .argument('<text>')
    .action((id: string, note: string) => change(id, { note }));
  addChange(cases, 'tag', 'adds a tag')
    .argument('<tag>')
    .action((id: string, tag: string) => change(id, { tag }));
  addChange(cases, 'untag', 'takes a tag away')
    .argument('<tag>')
    .action((id: string, untag: string) => change(id, { untag }));
  addChange(cases, 'wait', 'waits for somebody else').action((id: string) => change(id, { wait: true }));
  addChange(cases, 'snooze', 'sets it aside for some hours')
    .argument('<hours>')
    .action((id: string, hours: string) =>
      change(id, { snoozeUntilMs: Date.now() + wholeNumber('<hours>', hours) * HOUR_MS }),
    );
  addChange(cases, 'close', 'closes it, and resolves its alerts with the outcome')
    .addArgument(new Argument('<outcome>').choices(['fraud', 'legitimate', 'inconclusive']))
    // The choices are the outcomes' own names.
    .action((id: string, outcome: string) =>
      change(id, { close: `CASE_OUTCOME_${outcome.toUpperCase()}` as NonNullable<CaseChange['close']> }),
    );
  addChange(cases, 'reopen', 'opens it again').action((id: string) => change(id, { reopen: true }));
}

function addChange(cases: Command, name: string, description: string): Command {
  return cases.command(name).description(description).argument('<case>');
}

async function list(options: ListOptions): Promise<void> {
  const [, entityKind = '', entityId = ''] = /^([^/]+)\/(.+)$/.exec(options.entity ?? '') ?? [];
  if (options.entity !== undefined && entityId === '')
    throw new Error('--entity must be a kind and an id, such as "user/u:ann"');
  const reply = await callGrpc<ListCasesResponse>(connect(), method('listCases'), {
    state: `CASE_STATE_${(options.state ?? 'unspecified').toUpperCase()}`,
    assignee: options.assignee ?? '',
    unassigned: options.unassigned ?? false,
    tag: options.tag ?? '',
    entityKind,
    entityId,
    pageSize: wholeNumber('--limit', options.limit),
  });
  printTable(
    ['case', 'opened', 'state', 'decision', 'score', 'alerts', 'assignee', 'tags'],
    reply.cases.map((each) => [
      each.caseId,
      formatTime(each.openedAtMs),
      stateText(each),
      each.decision.replace('DECISION_', '').toLowerCase(),
      each.score.toFixed(2),
      String(each.alerts),
      each.assignee,
      each.tags.join(' '),
    ]),
  );
}

async function show(caseId: string): Promise<void> {
  printCase(await callGrpc<GetCaseResponse>(connect(), method('getCase'), { caseId }));
}

/** The case is changed as it is now: whoever types a command has just looked at it. */
async function change(caseId: string, changed: CaseChange): Promise<void> {
  const target = connect();
  const { case: current } = await callGrpc<GetCaseResponse>(target, method('getCase'), { caseId });
  const reply = await callGrpc<ChangeCaseResponse>(target, method('changeCase'), {
    caseId,
    version: current?.version ?? 0,
    change: changed,
    author: userInfo().username,
  });
  if (reply.case !== undefined)
    console.log(`${caseId} is ${stateText(reply.case)}, version ${reply.case.version}`);
  if (changed.close !== undefined) printLabelled(reply);
}

function printLabelled({ ordersLabelled, alertsWithoutOrder }: ChangeCaseResponse): void {
  console.log(ordersLabelled === 0 ? 'No order was labelled.' : `Orders labelled with it: ${ordersLabelled}`);
  if (alertsWithoutOrder > 0)
    console.log(`Alerts that name no order, so that nothing is labelled for them: ${alertsWithoutOrder}`);
}

function stateText({ state, outcome, snoozedUntilMs }: Case): string {
  const name = state.replace('CASE_STATE_', '').toLowerCase();
  if (name === 'closed') return `closed: ${outcome.replace('CASE_OUTCOME_', '').toLowerCase()}`;
  return name === 'snoozed' ? `snoozed until ${formatTime(snoozedUntilMs)}` : name;
}
