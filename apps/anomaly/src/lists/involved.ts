import type { RuleSubject } from '../rules/language/rule-subject.ts';
import { LIST_KINDS, type ListedValue } from './list-kind.ts';

const COUNTRY_FACTS = ['billing_country', 'shipping_country', 'card_country'] as const;

/** Who and what is involved, as lists and snoozes would name it; each once. */
export function involved({
  entities,
  facts,
}: Pick<RuleSubject, 'entities' | 'facts'>): readonly ListedValue[] {
  const values = LIST_KINDS.flatMap((kind): ListedValue[] => {
    const value = entities[kind];
    return value === undefined ? [] : [{ kind, value }];
  });
  const countries = new Set(COUNTRY_FACTS.map((name) => facts(name)));
  for (const value of countries) if (typeof value === 'string') values.push({ kind: 'country', value });
  const domain = facts('email_domain');
  if (typeof domain === 'string' && entities['email_domain'] === undefined) {
    values.push({ kind: 'email_domain', value: domain });
  }
  return values;
}
