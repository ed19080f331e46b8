import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { callGrpc, type GrpcMethod } from '#service';
import type { ListSnoozesResponse } from '#contracts/generated/cartwise/fraud/v1/rules';
import { connect } from '../connection/connection.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';
import { wholeNumber } from './whole-number.ts';

const HOUR_MS = 3_600_000;
/** In the past: the snooze ends. */
const LONG_AGO_MS = 1;

const method = (name: string): GrpcMethod => ({ package: 'fraud', service: 'RuleService', method: name });

export function addSnoozes(rules: Command): void {
  const kinds = 'user, device, card, email, ip, address, …';
  rules
    .command('snooze')
    .argument('<code>')
    .argument('<kind>', kinds)
    .argument('<value>')
    .option('--hours <n>', 'how long', '24')
    .option('--reason <words>', 'why', '')
    .description('has a rule leave somebody alone for a while')
    .action(snooze);
  rules
    .command('unsnooze')
    .argument('<code>')
    .argument('<kind>', kinds)
    .argument('<value>')
    .description('ends that')
    .action((code: string, kind: string, value: string) =>
      send({ code, kind, value, untilMs: LONG_AGO_MS }, `${code} is as for anybody`),
    );
  rules.command('snoozes').description('whom rules leave alone now').action(list);
}

async function snooze(
  code: string,
  kind: string,
  value: string,
  options: { readonly hours: string; readonly reason: string },
): Promise<void> {
  const untilMs = Date.now() + wholeNumber('--hours', options.hours) * HOUR_MS;
  const words = `${code} leaves the ${kind} alone until ${formatTime(untilMs)}`;
  await send({ code, kind, value, untilMs, reason: options.reason }, words);
}

async function send(asked: object, words: string): Promise<void> {
  await callGrpc(connect(), method('snoozeRule'), { snooze: { ...asked, author: userInfo().username } });
  console.log(words);
}

async function list(): Promise<void> {
  const { snoozes } = await callGrpc<ListSnoozesResponse>(connect(), method('listSnoozes'), {});
  printTable(
    ['rule', 'kind', 'value', 'until', 'by', 'why'],
    snoozes.map((each) => [
      each.code,
      each.kind,
      each.value,
      formatTime(each.untilMs),
      each.author,
      each.reason,
    ]),
  );
}
