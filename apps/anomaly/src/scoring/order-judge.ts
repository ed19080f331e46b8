import type { ShopId } from '#contracts';
import { orderFeatures, type Aggregates, type FraudModel } from '#ml';
import type { FraudModels } from '../models/fraud-models.ts';
import { factsOf } from '../rules/facts.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { Situation } from '../rules/situation.ts';
import { assess } from './assess.ts';
import type { Assessment } from './assessment.ts';
import { modelEvidence } from './model-evidence.ts';
import { RecentErrors } from './recent-errors.ts';

/** Judges situations: one way for events of the stream and for orders at checkout. */
export class OrderJudge {
  private readonly recent = new WeakMap<FraudModel, RecentErrors>();

  constructor(
    readonly rules: RuleSet,
    private readonly models: Pick<FraudModels, 'of'>,
  ) {}

  /** `aggregates` are those just before the situation; undefined when they could not be read. */
  judge(
    shopId: ShopId,
    situation: Situation,
    aggregates: Aggregates | undefined,
    timeMs: number,
  ): Assessment & { readonly modelVersion?: string } {
    const { settings } = this.rules;
    const firing = this.rules.firing(situation.trigger, factsOf(situation, aggregates, timeMs));
    const model = situation.trigger === 'order' ? this.models.of(shopId) : undefined;
    // Without its history every order looks strange to the model.
    if (model === undefined || aggregates === undefined) return assess(firing, [], settings.thresholds);
    const anomaly = model.score(orderFeatures(situation.order, aggregates, timeMs));
    // Strange beside the orders of training, and beside those of today.
    const score = Math.min(anomaly.score, this.recentOf(model).rank(anomaly.error));
    return {
      ...assess(firing, modelEvidence({ ...anomaly, score }, settings.model), settings.thresholds),
      modelVersion: model.manifest.version,
    };
  }

  private recentOf(model: FraudModel): RecentErrors {
    const recent = this.recent.get(model) ?? new RecentErrors();
    this.recent.set(model, recent);
    return recent;
  }
}
