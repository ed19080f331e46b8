import type { Command } from 'commander';
import { callGrpc } from '#service';
import type { RecommendResponse } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { connect } from '../connection/connection.ts';
import { formatMoney } from '../print/format-money.ts';
import { printTable } from '../print/print-table.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  readonly limit: string;
  readonly category: readonly string[];
  readonly filter: string;
  readonly placement: string;
  readonly json?: true;
}

export function addRecommend(program: Command): void {
  program
    .command('recommend')
    .argument('<user>', 'user id')
    .description('what the gateway recommends to a user')
    .option('-n, --limit <n>', 'how many items', '10')
    .option('-c, --category <path...>', 'only these product types', [])
    .option('-f, --filter <expression>', 'only items for which this is true: price < 20', '')
    .option('-p, --placement <id>', 'as it is shown there', '')
    .option('--json', 'the reply as JSON')
    .action(recommend);
}

async function recommend(userId: string, options: Options): Promise<void> {
  const reply = await callGrpc<RecommendResponse>(
    connect(),
    { package: 'recommendation', service: 'RecommendationService', method: 'recommend' },
    {
      userId,
      limit: wholeNumber('--limit', options.limit),
      ...(options.category.length > 0 || options.filter !== ''
        ? { filter: { categories: options.category, expression: options.filter } }
        : {}),
      placement: options.placement,
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
