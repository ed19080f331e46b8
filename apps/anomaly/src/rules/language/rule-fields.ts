import { ORDER_FEATURES, type FeatureUnit } from '#ml';
import { factKinds } from '../facts.ts';
import type { Trigger } from '../situation.ts';
import { LIST_KINDS, type ListKind } from '../../lists/list-kind.ts';
import type { RuleField } from './rule-field.ts';
import type { RuleSubject } from './rule-subject.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const UNITS: ReadonlyMap<string, FeatureUnit> = new Map<string, FeatureUnit>([
  ...ORDER_FEATURES.map(({ name, unit }) => [name, unit] as const),
  // Facts that only some triggers have.
  ['payment_declined', 'flag'],
  ['login_failed', 'flag'],
]);
/** What a text fact is on a list as. */
const LISTED: ReadonlyMap<string, ListKind> = new Map([
  ['email_domain', 'email_domain'],
  ['billing_country', 'country'],
  ['shipping_country', 'country'],
  ['card_country', 'country'],
]);
/** Countries are those of the facts; a domain is a fact too. */
const ENTITY_FIELDS = LIST_KINDS.filter((kind) => kind !== 'country' && kind !== 'email_domain');

const byTrigger = new Map<Trigger, ReadonlyMap<string, RuleField>>();

/** What the condition of a rule on this trigger may speak of, by name. */
export function ruleFields(trigger: Trigger): ReadonlyMap<string, RuleField> {
  let fields = byTrigger.get(trigger);
  if (fields === undefined) byTrigger.set(trigger, (fields = fieldsOf(trigger)));
  return fields;
}

function fieldsOf(trigger: Trigger): ReadonlyMap<string, RuleField> {
  const facts = [...factKinds(trigger)].map(
    ([name, kind]) => [name, kind === 'text' ? textField(name) : numberField(name)] as const,
  );
  const entities = ENTITY_FIELDS.map((kind) => [kind, entityField(kind)] as const);
  const amount = facts.some(([name]) => name === 'amount_minor') ? [['amount', AMOUNT] as const] : [];
  return new Map([...amount, ...facts, ...entities]);
}

const AMOUNT: RuleField = { kind: 'money', read: (subject) => numberOf(subject, 'amount_minor') };

function textField(name: string): RuleField {
  const list = LISTED.get(name);
  const read = ({ facts }: RuleSubject) => {
    const value = facts(name);
    return typeof value === 'string' ? value : undefined;
  };
  return list === undefined ? { kind: 'text', read } : { kind: 'text', list, read };
}

function numberField(name: string): RuleField {
  const read = (subject: RuleSubject) => numberOf(subject, name);
  switch (UNITS.get(name)) {
    case 'flag':
      return {
        kind: 'yes-no',
        read: (subject) => {
          const value = read(subject);
          return value === undefined ? undefined : value !== 0;
        },
      };
    case 'hours':
      return { kind: 'number', msPerUnit: HOUR_MS, read };
    case 'days':
      return { kind: 'number', msPerUnit: DAY_MS, read };
    case 'share':
      return { kind: 'number', isShare: true, read };
    default:
      return { kind: 'number', read };
  }
}

const entityField = (list: ListKind): RuleField => ({
  kind: 'entity',
  list,
  read: ({ entities }) => entities[list],
});

function numberOf({ facts }: RuleSubject, name: string): number | undefined {
  const value = facts(name);
  return typeof value === 'number' ? value : undefined;
}
