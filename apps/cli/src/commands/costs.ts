import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { currencyDigits } from '#contracts';
import { callGrpc, type GrpcMethod } from '#service';
import type {
  DecisionCosts,
  GetCostsResponse,
  PutCostsResponse,
} from '#contracts/generated/cartwise/fraud/v1/costs';
import { connect } from '../connection/connection.ts';
import { formatMoney } from '../print/format-money.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';

const method = (name: string): GrpcMethod => ({ package: 'fraud', service: 'CostService', method: name });

interface SetOptions {
  readonly margin?: string;
  readonly chargebackFee?: string;
  readonly reviewMinutes?: string;
  readonly reviewMinute?: string;
  readonly reviewCatches?: string;
  readonly reviewStopsGood?: string;
  readonly lostCustomer?: string;
}

export function addCosts(program: Command): void {
  const costs = program.command('costs').description('what fraud decisions cost the shop');
  costs.command('show').description('in each currency').action(show);
  costs
    .command('set')
    .argument('<currency>', 'such as EUR')
    .option('--margin <percent>', 'of the price')
    .option('--chargeback-fee <money>', 'such as 15.00')
    .option('--review-minutes <n>', 'that a review takes')
    .option('--review-minute <money>', 'what one costs')
    .option('--review-catches <percent>', 'frauds that a review finds')
    .option('--review-stops-good <percent>', 'good orders that a review stops')
    .option('--lost-customer <money>', 'what a good customer who is turned away is worth')
    .description('what is not named stays as it is')
    .action(set);
}

async function show(): Promise<void> {
  print((await callGrpc<GetCostsResponse>(connect(), method('getCosts'), {})).costs);
}

async function set(currency: string, options: SetOptions): Promise<void> {
  const connection = connect();
  const { costs: all } = await callGrpc<GetCostsResponse>(connection, method('getCosts'), {});
  const before = all.find((each) => each.currency === currency);
  const money = (option: string, text: string | undefined) =>
    text === undefined ? {} : { [option]: minorUnits(text, currency) };
  const share = (option: string, text: string | undefined) =>
    text === undefined ? {} : { [option]: plainNumber(text) / 100 };
  const costs = {
    ...before,
    currency,
    ...share('marginShare', options.margin),
    ...money('chargebackFeeMinor', options.chargebackFee),
    ...(options.reviewMinutes === undefined ? {} : { reviewMinutes: plainNumber(options.reviewMinutes) }),
    ...money('reviewMinuteMinor', options.reviewMinute),
    ...share('reviewCatchesShare', options.reviewCatches),
    ...share('reviewStopsGoodShare', options.reviewStopsGood),
    ...money('lostCustomerMinor', options.lostCustomer),
  };
  const request = { costs, author: userInfo().username };
  const reply = await callGrpc<PutCostsResponse>(connection, method('putCosts'), request);
  if (reply.costs) print([reply.costs]);
}

function print(all: readonly DecisionCosts[]): void {
  printTable(
    ['currency', 'margin', 'chargeback', 'review', 'catches', 'stops good', 'lost customer', 'set'],
    all.map((costs) => {
      const { currency } = costs;
      const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
      return [
        currency,
        percent(costs.marginShare),
        money(costs.chargebackFeeMinor),
        `${costs.reviewMinutes} min at ${money(costs.reviewMinuteMinor)}`,
        percent(costs.reviewCatchesShare),
        percent(costs.reviewStopsGoodShare),
        money(costs.lostCustomerMinor),
        costs.isDefault ? 'assumed' : `${formatTime(costs.changedAtMs)} by ${costs.author}`,
      ];
    }),
  );
}

const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`;

/** Minor units of an amount in major ones; the point is moved in the text. */
const minorUnits = (text: string, currency: string): number =>
  Number(`${plainText(text)}e${currencyDigits(currency)}`);

const plainNumber = (text: string): number => Number(plainText(text));

function plainText(text: string): string {
  if (/^\d{1,9}(\.\d{1,4})?$/.test(text)) return text;
  throw new Error(`${JSON.stringify(text)} is not a number such as 15.00`);
}
