import type { ShopId } from '#contracts';
import type { ScoreOrderResponse } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { Coalescer, type VelocityKey, type VelocitySnapshot, type VelocityStore } from '#database';
import type { Aggregates, Entities } from '#ml';
import type { Logger } from '#service';
import { aboutOrder, type AlertDraft } from '../alerts/alert-draft.ts';
import type { AnomalyMetrics } from '../anomaly-metrics.ts';
import type { CheckoutVectors } from '../vectors/checkout-vectors.ts';
import { VelocityBoard, velocityKeysOf } from '../velocity/velocity-board.ts';
import type { ShadowJudge } from '../challenger/shadow-judge.ts';
import type { Assessment } from '../decision/assessment.ts';
import type { CheckoutAlerts } from './checkout-alerts.ts';
import type { Checkout } from './checkout.ts';
import { InFlight } from './in-flight.ts';
import type { OrderJudge } from './order-judge.ts';
import { within } from '../within.ts';

/** A shopper waits: a database that takes longer is as good as down. */
const READ_TIMEOUT_MS = 500;
/** The alert of a bad order may take longer; nobody minds that fraudsters wait. */
const ALERT_TIMEOUT_MS = 2_000;
/**
 * Reads and alerts that have not ended, those given up included: the database cancels a statement much later than a
 * shopper waits. A database that hangs holds this many of them; orders after that are decided without asking it.
 */
const DATABASE_WORK_MAX = 256;

interface Known {
  readonly aggregates: Aggregates;
  /** Of the newest batch of events counted in them. */
  readonly position: number;
}

/** Decides about orders at checkout. A part that fails makes the answer weaker and says so; it never fails the page. */
export class OrderScorer {
  private readonly databaseWork = new InFlight('reads and alerts', DATABASE_WORK_MAX);
  /** Orders that come at the same time are read together. */
  private readonly reads: Coalescer<VelocityKey, VelocitySnapshot>;

  constructor(
    velocity: Pick<VelocityStore, 'read'>,
    private readonly judge: OrderJudge,
    private readonly alerts: CheckoutAlerts,
    private readonly metrics: AnomalyMetrics,
    private readonly logger: Logger,
    private readonly vectors: Pick<CheckoutVectors, 'add'>,
    private readonly shadow?: Pick<ShadowJudge, 'follow'>,
  ) {
    this.reads = new Coalescer((keys) => velocity.read(keys));
  }

  async score(shopId: ShopId, checkout: Checkout): Promise<ScoreOrderResponse> {
    const startedMs = performance.now();
    const known = await this.readKnown(shopId, checkout.order.entities);
    const aggregates = known?.aggregates;
    const situation = { trigger: 'order', order: checkout.order, own: {} } as const;
    const assessment = this.judge.judge(shopId, situation, aggregates, checkout.timeMs);
    this.vectors.add({ shopId, checkout, position: known?.position ?? 0 }, assessment);
    const alertId = assessment.alerts
      ? await this.keepAlert(checkoutAlertDraft(shopId, checkout, assessment))
      : '';
    const weaknesses = [
      ...(aggregates === undefined
        ? ['the counts of the past could not be read: rules on the order alone']
        : []),
      ...(aggregates !== undefined && assessment.modelVersion === undefined
        ? ['no fraud model serves this shop yet: rules only']
        : []),
      ...(alertId === undefined ? ['the alert could not be kept; the order event will raise it'] : []),
    ];
    const tookMs = performance.now() - startedMs;
    const { decision, modelVersion } = assessment;
    this.shadow?.follow({ shopId, situation, aggregates, timeMs: checkout.timeMs, decision, modelVersion });
    this.metrics.countScored(shopId, assessment.decision, weaknesses.length > 0, tookMs / 1000);
    return {
      decision: assessment.decision,
      score: assessment.score,
      reasons: assessment.reasons,
      modelVersion: assessment.modelVersion ?? '',
      rulesVersion: assessment.rulesVersion,
      tookMs,
      alertId: alertId ?? '',
      degraded: weaknesses.length > 0,
      degradedReason: weaknesses.join('; '),
      baseScore: assessment.base,
      basis: assessment.basis,
      expectedCosts: assessment.expectedCosts,
      shadowRules: assessment.shadow,
    };
  }

  private async readKnown(shopId: ShopId, entities: Entities): Promise<Known | undefined> {
    try {
      const keys = velocityKeysOf(shopId, entities);
      const reading = this.databaseWork.run(() => this.reads.run(keys));
      const stored = await within(READ_TIMEOUT_MS, 'reading the counts', reading);
      return {
        aggregates: new VelocityBoard(stored).of(shopId, entities),
        position: stored.positions.get(shopId) ?? 0,
      };
    } catch (err) {
      this.logger.warn({ err, shopId }, 'orders are scored without their history');
      return undefined;
    }
  }

  private async keepAlert(draft: AlertDraft): Promise<string | undefined> {
    try {
      const opening = this.databaseWork.run(() => this.alerts.open(draft));
      return await within(ALERT_TIMEOUT_MS, 'opening the alert', opening);
    } catch (err) {
      this.logger.error(
        { err, shopId: draft.shopId, orderId: draft.orderId },
        'an alert could not be opened',
      );
      return undefined;
    }
  }
}

/** The alert that an assessment of an order at checkout asks for. */
function checkoutAlertDraft(shopId: ShopId, checkout: Checkout, assessment: Assessment): AlertDraft {
  return {
    shopId,
    subjects: aboutOrder(checkout.orderId),
    orderId: checkout.orderId,
    userId: checkout.userId,
    entities: checkout.order.entities,
    eventId: '',
    occurredAtMs: checkout.timeMs,
    assessment,
  };
}
