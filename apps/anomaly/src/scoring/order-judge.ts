import type { ShopId } from '#contracts';
import { orderValues, scaleValues, type Aggregates, type FraudModel } from '#ml';
import { assess, type Findings } from '../decision/assess.ts';
import type { Assessment } from '../decision/assessment.ts';
import { explainProbability } from '../decision/model-contributions.ts';
import { modelEvidence } from '../decision/model-evidence.ts';
import { involved } from '../lists/involved.ts';
import type { ListedValue } from '../lists/list-kind.ts';
import { DECIDING_LISTS, type Listing } from '../lists/shop-lists.ts';
import type { FraudModels } from '../models/fraud-models.ts';
import type { Policy } from '../policy/policy.ts';
import type { RuleTally } from '../policy/rule-tally.ts';
import { factsOf, type SituationValues } from '../rules/facts.ts';
import type { RuleSubject } from '../rules/language/rule-subject.ts';
import type { Situation, Trigger } from '../rules/situation.ts';
import { RecentErrors } from './recent-errors.ts';

/** An assessment, and what it was made by. */
export interface Judgement extends Assessment {
  readonly rulesVersion: string;
  readonly modelVersion?: string | undefined;
  /** Of an order, as columns of orderFeatures; undefined where its history could not be read. */
  readonly features?: Float64Array | undefined;
  /** Of an order, as the model has it beside the orders of its training; undefined where no model was asked. */
  readonly strangeness?: number | undefined;
}

/** Judges situations: one way for events of the stream and for orders at checkout. */
export class OrderJudge {
  private readonly recent = new WeakMap<FraudModel, RecentErrors>();

  constructor(
    private readonly policies: { readonly of: (shopId: ShopId) => Policy },
    private readonly models: Pick<FraudModels, 'of'>,
    private readonly tally?: Pick<RuleTally, 'count'>,
  ) {}

  /** Whether there is anything to ask about such a situation. */
  judges(shopId: ShopId, trigger: Trigger): boolean {
    return trigger === 'order' || this.policies.of(shopId).rules.judges(trigger);
  }

  /** `aggregates` are those just before the situation; undefined when they could not be read. */
  judge(shopId: ShopId, situation: Situation, aggregates: Aggregates | undefined, timeMs: number): Judgement {
    const { trigger, order } = situation;
    const policy = this.policies.of(shopId);
    const { rules, lists } = policy;
    const known = valuesOf(situation, aggregates, timeMs);
    const subject: RuleSubject = {
      facts: factsOf(situation, known),
      entities: order.entities,
      currency: order.currency === '' ? undefined : order.currency,
      isListed: (list, kind, value) => lists.isListed(list, kind, value, timeMs),
    };
    const values = involved(subject);
    const model = trigger === 'order' ? this.models.of(shopId) : undefined;
    const features =
      trigger === 'order' && known?.hasHistory === true ? scaleValues(known.values) : undefined;
    // Without its history every order looks strange to the model.
    const said =
      model === undefined || features === undefined ? undefined : this.ask(model, features, policy);
    const modelVersion = aggregates === undefined ? undefined : model?.manifest.version;
    const firing = rules.firing(trigger, subject, (code) => policy.isSnoozed(code, values, timeMs));
    const assessment = assess(
      {
        firing,
        strange: said?.strange ?? [],
        learnt: said?.learnt,
        listings: listingsOf(trigger, policy, values, timeMs),
        order:
          trigger === 'order'
            ? { amountMinor: order.amountMinor, costs: policy.costsIn(order.currency) }
            : undefined,
        thresholds: rules.settings.thresholds,
      },
      { trigger, subject, usual: (feature) => model?.usual(feature) },
    );
    this.tally?.count(shopId, firing, assessment);
    return {
      ...assessment,
      rulesVersion: rules.version,
      modelVersion,
      features,
      strangeness: said?.strangeness,
    };
  }

  private ask(
    model: FraudModel,
    features: Float64Array,
    { rules }: Policy,
  ): Pick<Findings, 'strange' | 'learnt'> & { readonly strangeness: number } {
    const anomaly = model.score(features);
    // Strange beside the orders of training, and beside those of today.
    const score = Math.min(anomaly.score, this.recentOf(model).rank(anomaly.error));
    return {
      strangeness: anomaly.score,
      strange: modelEvidence({ score, shares: () => model.sharesOf(anomaly) }, rules.settings.model),
      learnt: explainProbability(model, features),
    };
  }

  private recentOf(model: FraudModel): RecentErrors {
    const recent = this.recent.get(model) ?? new RecentErrors();
    this.recent.set(model, recent);
    return recent;
  }
}

/** Nothing is counted before most of the traffic, views. */
function valuesOf(
  { trigger, order }: Situation,
  aggregates: Aggregates | undefined,
  timeMs: number,
): SituationValues | undefined {
  if (trigger === 'view') return undefined;
  return { values: orderValues(order, aggregates ?? {}, timeMs), hasHistory: aggregates !== undefined };
}

/** Lists decide about orders; whoever is allowed is left alone whatever they do. */
function listingsOf(
  trigger: Trigger,
  { lists }: Policy,
  values: readonly ListedValue[],
  timeMs: number,
): readonly Listing[] {
  const deciding = trigger === 'order' ? DECIDING_LISTS : (['allow'] as const);
  return deciding.flatMap((list) => lists.listing(list, values, timeMs) ?? []);
}
