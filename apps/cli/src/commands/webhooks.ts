import { Option, type Command } from 'commander';
import { callGrpc, type GrpcMethod } from '#service';
import type {
  ListDeliveriesResponse,
  ReplayDeliveriesResponse,
} from '#contracts/generated/cartwise/fraud/v1/webhooks';
import { connect } from '../connection/connection.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';
import { wholeNumber } from './whole-number.ts';

const method = (name: string): GrpcMethod => ({ package: 'fraud', service: 'WebhookService', method: name });

export function addWebhooks(program: Command): void {
  const webhooks = program.command('webhooks').description("what was sent to the shop's webhook");
  webhooks
    .command('list')
    .description('the newest deliveries')
    .addOption(new Option('--status <status>', 'only these').choices(['pending', 'done', 'dead']))
    .option('-n, --limit <n>', 'how many', '50')
    .action(list);
  webhooks
    .command('replay')
    .argument('[ids...]', 'delivery ids')
    .option('--dead', 'everything that was given up')
    .description('sends deliveries again, with the same delivery ids')
    .action(replay);
}

async function list(options: { readonly status?: string; readonly limit: string }): Promise<void> {
  const { deliveries } = await callGrpc<ListDeliveriesResponse>(connect(), method('listDeliveries'), {
    status: `DELIVERY_STATUS_${(options.status ?? 'unspecified').toUpperCase()}`,
    pageSize: wholeNumber('--limit', options.limit),
  });
  printTable(
    ['delivery', 'created', 'type', 'about', 'status', 'tries', 'tried / due', 'error'],
    deliveries.map((delivery) => [
      delivery.deliveryId,
      formatTime(delivery.createdAtMs),
      delivery.type,
      delivery.alertId || delivery.caseId,
      delivery.status.replace('DELIVERY_STATUS_', '').toLowerCase(),
      String(delivery.attempts),
      formatTime(delivery.attemptAtMs),
      delivery.lastError,
    ]),
  );
}

async function replay(deliveryIds: readonly string[], options: { readonly dead?: true }): Promise<void> {
  const { replayed } = await callGrpc<ReplayDeliveriesResponse>(connect(), method('replayDeliveries'), {
    deliveryIds,
    allDead: options.dead ?? false,
  });
  const asked = options.dead ? '' : ` of ${deliveryIds.length}`;
  console.log(`${replayed}${asked} deliveries are sent again`);
}
