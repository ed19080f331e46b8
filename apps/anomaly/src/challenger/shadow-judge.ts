import type { ShopId } from '#contracts';
import { Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import type { Aggregates } from '#ml';
import type { Logger } from '#service';
import type { Situation } from '../rules/situation.ts';
import type { OrderJudge } from '../scoring/order-judge.ts';
import type { FraudChallengers } from './fraud-challengers.ts';
import type { ShadowTally } from './shadow-tally.ts';

/** Orders that wait for the shadow; more are left out. */
const WAITING_MAX = 64;

/** An order that has been decided. */
export interface DecidedOrder {
  readonly shopId: ShopId;
  readonly situation: Situation;
  readonly aggregates: Aggregates | undefined;
  readonly timeMs: number;
  readonly decision: Decision;
  /** Of the model that decided; undefined where rules alone did. */
  readonly modelVersion: string | undefined;
}

/** Has the model in the shadow judge a share of the orders after they were answered, with the rules and lists in force. */
export class ShadowJudge {
  private readonly waiting: DecidedOrder[] = [];
  private orders = 0;

  constructor(
    private readonly challengers: Pick<FraudChallengers, 'of'>,
    /** Asks the challengers' models, and counts no rules. */
    private readonly judge: Pick<OrderJudge, 'judge'>,
    private readonly tally: Pick<ShadowTally, 'count' | 'countSkipped'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Returns at once. What rules alone decided is not compared, nor what the challenger itself decides by now. */
  follow(order: DecidedOrder): void {
    const { shopId, modelVersion } = order;
    const challenger = this.challengers.of(shopId);
    if (challenger === undefined || modelVersion === undefined) return;
    if (modelVersion === challenger.record.version || !this.isDue(challenger.record.sharePercent)) return;
    if (this.waiting.length >= WAITING_MAX) return this.tally.countSkipped(shopId);
    this.waiting.push(order);
    if (this.waiting.length === 1) setImmediate(() => this.judgeNext());
  }

  /** Evenly: of the n-th order, whether n x share passes a whole number. */
  private isDue(sharePercent: number): boolean {
    const share = sharePercent / 100;
    this.orders += 1;
    return Math.floor(this.orders * share) !== Math.floor((this.orders - 1) * share);
  }

  /** One at a time: whoever waits for an answer comes between two. */
  private judgeNext(): void {
    const order = this.waiting[0];
    if (order === undefined) return;
    try {
      this.compare(order);
    } catch (err) {
      this.tally.countSkipped(order.shopId);
      this.logger.warn({ err, shopId: order.shopId }, 'a fraud model in the shadow failed');
    }
    this.waiting.shift();
    if (this.waiting.length > 0) setImmediate(() => this.judgeNext());
  }

  private compare({ shopId, situation, aggregates, timeMs, decision }: DecidedOrder): void {
    const challenger = this.challengers.of(shopId);
    if (challenger === undefined) return;
    const theirs = this.judge.judge(shopId, situation, aggregates, timeMs);
    const { currency, amountMinor } = situation.order;
    this.tally.count(challenger.record, {
      champion: nameOf(decision),
      challenger: nameOf(theirs.decision),
      currency,
      amountMinor,
    });
  }
}

const nameOf = (decision: Decision): string => decision.replace('DECISION_', '').toLowerCase();
