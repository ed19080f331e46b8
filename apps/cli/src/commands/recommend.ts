import type { Command } from 'commander';
import { callGrpc } from '#service';
import type { RecommendResponse } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { connect } from '../connection/connection.ts';
import { formatMoney } from '../print/format-money.ts';
import { printTable } from '../print/print-table.ts';
import { addListOptions, askedList, type ListOptions } from './list-options.ts';
import { wholeNumber } from './whole-number.ts';

interface Options extends ListOptions {
  readonly limit?: string;
  readonly json?: true;
}

export function addRecommend(program: Command): void {
  const command = program
    .command('recommend')
    .argument('<user>', 'user id')
    .description('what the gateway recommends to a user')
    .option('-n, --limit <n>', 'how many items; otherwise as many as the placement has, or 20');
  addListOptions(command).option('--json', 'the reply as JSON').action(recommend);
}

async function recommend(userId: string, options: Options): Promise<void> {
  const reply = await callGrpc<RecommendResponse>(
    connect(),
    { package: 'recommendation', service: 'RecommendationService', method: 'recommend' },
    {
      userId,
      ...(options.limit === undefined ? {} : { limit: wholeNumber('--limit', options.limit) }),
      ...askedList(options),
    },
  );
  if (options.json) {
    console.log(JSON.stringify(reply, null, 2));
    return;
  }
  printTable(
    ['item', 'title', 'price', 'why'],
    reply.items.map((item) => [item.itemId, item.title, formatMoney(item.price), item.reason]),
  );
  const degraded = reply.degraded ? ` (${reply.degradedReason})` : '';
  console.log(`\n${reply.strategy}${degraded}, model ${reply.modelVersion || 'none'}`);
}
