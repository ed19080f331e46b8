import { Option, type Command } from 'commander';
import { callGrpc } from '#service';
import { LABEL_SOURCES } from '#contracts';
import type { ListLabelsResponse } from '#contracts/generated/cartwise/fraud/v1/labels';
import { connect } from '../connection/connection.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  readonly order?: string;
  readonly source?: string;
  readonly limit: string;
}

export function addLabels(program: Command): void {
  program
    .command('labels')
    .description('what is known of orders: fraud or not')
    .command('list')
    .description('the newest labels')
    .option('--order <id>', 'only of this order')
    .addOption(new Option('--source <source>', 'only from these').choices(LABEL_SOURCES))
    .option('-n, --limit <n>', 'how many', '50')
    .action(list);
}

async function list(options: Options): Promise<void> {
  const { labels } = await callGrpc<ListLabelsResponse>(
    connect(),
    { package: 'fraud', service: 'LabelService', method: 'listLabels' },
    {
      orderId: options.order ?? '',
      source: `LABEL_SOURCE_${(options.source ?? 'unspecified').toUpperCase()}`,
      pageSize: wholeNumber('--limit', options.limit),
    },
  );
  printTable(
    ['order', 'is', 'source', 'known since', 'by', 'evidence'],
    labels.map((label) => [
      label.orderId,
      label.isFraud ? 'fraud' : 'legitimate',
      label.source.replace('LABEL_SOURCE_', '').toLowerCase(),
      formatTime(label.knownAtMs),
      label.author,
      label.evidence,
    ]),
  );
}
