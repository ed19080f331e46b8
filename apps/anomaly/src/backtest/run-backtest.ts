import type { OrderId, ShopId } from '#contracts';
import type { LabelBook } from '#ml';
import type { Policy } from '../policy/policy.ts';
import { situationOf } from '../rules/situation.ts';
import type { Judgement, OrderJudge } from '../scoring/order-judge.ts';
import { BacktestTally, type BacktestFigures } from './backtest-tally.ts';
import { outcomeCosts } from './outcome-costs.ts';
import type { ReplayedOrder } from './replay-orders.ts';
import { ThresholdCurve, type ThresholdPoint } from './threshold-curve.ts';

/** Something that decides: the rules and the model that serve, or others. */
export interface Configuration {
  readonly name: string;
  readonly judge: Pick<OrderJudge, 'judge'>;
}

export interface ConfigurationResult {
  readonly name: string;
  readonly rulesVersion: string;
  /** Empty where rules decided alone. */
  readonly modelVersion: string;
  readonly figures: BacktestFigures;
  readonly curve: readonly ThresholdPoint[];
}

/** The orders of one currency. */
export interface CurrencyResult {
  readonly currency: string;
  readonly hasCosts: boolean;
  /** In the order of the configurations. */
  readonly configurations: readonly ConfigurationResult[];
}

export interface BacktestResult {
  readonly shopId: ShopId;
  readonly orders: number;
  /** Orders of which anything is known; the others count as good, as most are. */
  readonly labelled: number;
  /** Most orders first. */
  readonly currencies: readonly CurrencyResult[];
}

/** A shop sells in a few; orders of more are counted under the last. */
const CURRENCIES_MAX = 20;
const OTHER_CURRENCIES = 'other';

/** Has each configuration decide about each order, and compares the decisions with what the orders turned out to be. */
export async function runBacktest(
  shopId: ShopId,
  orders: AsyncIterable<ReplayedOrder>,
  settings: {
    readonly outcomes: Pick<LabelBook, 'get'>;
    readonly costsIn: Policy['costsIn'];
    readonly configurations: readonly Configuration[];
  },
): Promise<BacktestResult> {
  const { outcomes, costsIn, configurations } = settings;
  const byCurrency = new Map<string, Tallies[]>();
  let [count, labelled] = [0, 0];
  for await (const { event, aggregates, timeMs } of orders) {
    const situation = situationOf(event);
    if (situation === undefined) continue;
    const label = outcomes.get(event.orderId as OrderId);
    const isFraud = label?.isFraud ?? false;
    count += 1;
    if (label !== undefined) labelled += 1;
    const known = costsIn(event.currency);
    const costs = known && outcomeCosts(isFraud, event.totalMinor, known);
    const isRoom = byCurrency.has(event.currency) || byCurrency.size < CURRENCIES_MAX;
    const currency = isRoom ? event.currency : OTHER_CURRENCIES;
    const tallies = byCurrency.get(currency) ?? configurations.map(() => new Tallies());
    byCurrency.set(currency, tallies);
    for (const [i, { judge }] of configurations.entries()) {
      const judgement = judge.judge(shopId, situation, aggregates, timeMs);
      tallies[i]?.add(judgement, isFraud, isRoom ? costs : undefined);
    }
  }
  const currencies = [...byCurrency].map(([currency, tallies]) => ({
    currency,
    hasCosts: currency !== OTHER_CURRENCIES && costsIn(currency) !== undefined,
    configurations: tallies.map((each, i) => each.result(configurations[i]?.name ?? '')),
  }));
  return {
    shopId,
    orders: count,
    labelled,
    currencies: currencies.toSorted((a, b) => ordersOf(b) - ordersOf(a)),
  };
}

const ordersOf = ({ configurations: [first] }: CurrencyResult): number => first?.figures.orders ?? 0;

/** What is added up of one configuration in one currency. */
class Tallies {
  private readonly tally = new BacktestTally();
  private readonly curve = new ThresholdCurve();
  private last: Judgement | undefined;

  add(judgement: Judgement, isFraud: boolean, costs: ReturnType<typeof outcomeCosts> | undefined): void {
    this.last = judgement;
    this.tally.add({ decision: judgement.decision, isFraud, costs });
    this.curve.add(judgement.score, isFraud, costs);
  }

  result(name: string): ConfigurationResult {
    return {
      name,
      rulesVersion: this.last?.rulesVersion ?? '',
      modelVersion: this.last?.modelVersion ?? '',
      figures: this.tally.figures(),
      curve: this.curve.points(),
    };
  }
}
