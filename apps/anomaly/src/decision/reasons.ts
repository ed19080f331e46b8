import type { Reason, ReasonValue } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { ORDER_FEATURES, sayFeature } from '#ml';
import type { Listing } from '../lists/shop-lists.ts';
import { fieldText, numberText } from '../rules/language/field-text.ts';
import type { RuleField } from '../rules/language/rule-field.ts';
import { ruleFields } from '../rules/language/rule-fields.ts';
import type { RuleSubject } from '../rules/language/rule-subject.ts';
import type { Rule } from '../rules/rule.ts';
import type { Trigger } from '../rules/situation.ts';
import type { ExplainedProbability } from './model-contributions.ts';

const DEFINITIONS = new Map(ORDER_FEATURES.map((definition) => [definition.name, definition]));

/** Whose values reasons speak of. */
export interface ReasonContext {
  readonly trigger: Trigger;
  readonly subject: RuleSubject;
  /** Of past orders, by feature; undefined where that is not known. */
  readonly usual: (feature: string) => number | undefined;
}

/** "7 cards on this device in 24 hours, usual is 1", with the value of every field that the rule asks about. */
export function ruleReason(rule: Rule, contribution: number, context: ReasonContext): Reason {
  const values = rule.condition.fields.flatMap((name) => valueOf(name, context) ?? []);
  const spoken: ReasonValue[] = [];
  const words = rule.sentence.map((part) => {
    if (typeof part === 'string') return part;
    const value = valueOf(part.field, context);
    if (value !== undefined) spoken.push(value);
    return value?.value ?? 'an unknown';
  });
  return { code: rule.code, description: words.join('') + usualWords(spoken), contribution, values };
}

/** What is unlike past orders in one feature. */
export const strangeReason = (
  code: string,
  feature: string,
  contribution: number,
  context: ReasonContext,
): Reason => featureReason(code, 'Strange beside past orders', feature, contribution, context);

/** What the outcomes of past orders tell; `share` is what is left of it beside other evidence. */
export function learntReasons(
  { features, others }: ExplainedProbability,
  share: number,
  context: ReasonContext,
): readonly Reason[] {
  const named = features.map(({ feature, contribution }) =>
    featureReason(
      `ML_${feature.toUpperCase()}`,
      contribution > 0 ? 'Speaks for fraud' : 'Speaks against fraud',
      feature,
      share * contribution,
      context,
    ),
  );
  if (others === 0) return named;
  const description = 'All other features together';
  return [...named, { code: 'ML_OTHERS', description, contribution: share * others, values: [] }];
}

function featureReason(
  code: string,
  says: string,
  feature: string,
  contribution: number,
  context: ReasonContext,
): Reason {
  const { subject, usual } = context;
  const definition = DEFINITIONS.get(feature);
  const plain = subject.facts(feature);
  const value = valueOf(feature, context);
  const common = usual(feature);
  const sentence =
    definition === undefined || typeof plain !== 'number'
      ? (definition?.description ?? feature)
      : sayFeature(definition, plain, {
          ...(common === undefined ? {} : { usual: common }),
          ...(subject.currency === undefined ? {} : { currency: subject.currency }),
        });
  return {
    code,
    description: `${says}: ${sentence}`,
    contribution,
    values: value === undefined ? [] : [value],
  };
}

/** Somebody is on a list; that says nothing of how likely it is fraud. */
export function listReason({ list, kind, value, reason }: Listing): Reason {
  const why = reason === '' ? '' : `: ${reason}`;
  return {
    code: `LIST_${list.toUpperCase()}`,
    description: `The ${kind.replaceAll('_', ' ')} is on the ${list} list${why}`,
    contribution: 0,
    values: [{ name: kind, value, usual: '' }],
  };
}

function valueOf(name: string, { trigger, subject, usual }: ReasonContext): ReasonValue | undefined {
  const field = shownAs(name, trigger);
  const value = field === undefined ? undefined : fieldText(field, subject);
  if (field === undefined || value === undefined) return undefined;
  const common = field.kind === 'text' || field.kind === 'entity' ? undefined : usual(featureOf(name));
  return {
    name,
    value,
    usual: common === undefined ? '' : numberText(field, common, subject.currency),
  };
}

/** Minor units are for models; people read money. */
function shownAs(name: string, trigger: Trigger): RuleField | undefined {
  const field = ruleFields(trigger).get(name);
  return field?.kind === 'number' && name.includes('_minor') ? { kind: 'money', read: field.read } : field;
}

/** Rules speak of the amount with its currency, models of its minor units. */
const featureOf = (name: string): string => (name === 'amount' ? 'amount_minor' : name);

function usualWords(values: readonly ReasonValue[]): string {
  const usual = values.flatMap(({ usual: each }) => (each === '' ? [] : [each]));
  if (usual.length === 0) return '';
  return usual.length === 1 ? `, usual is ${usual[0] ?? ''}` : `, usual are ${usual.join(' and ')}`;
}
