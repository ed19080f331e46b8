import { PolicyRecord } from '#contracts/generated/cartwise/fraud/v1/policy';

/** The key of a record on fraud-policy.v1, after the shop. Values may hold slashes; they come last. */
export function policyKey({ rule, snooze, listEntry, costs, ownRules }: PolicyRecord): string {
  if (rule !== undefined) return `rule/${rule.code}`;
  if (snooze !== undefined) return `snooze/${snooze.code}/${snooze.kind}/${snooze.value}`;
  if (listEntry !== undefined) return `list/${listEntry.list}/${listEntry.kind}/${listEntry.value}`;
  if (costs !== undefined) return `costs/${costs.currency}`;
  if (ownRules !== undefined) return 'own-rules';
  throw new TypeError('a policy record of nothing');
}

/** What a key names, its other fields empty: all there is to know of what was deleted. */
export function namedBy(key: string): PolicyRecord {
  const [of = '', first = '', kind = '', ...rest] = key.split('/');
  const value = rest.join('/');
  switch (of) {
    case 'rule':
      return PolicyRecord.fromPartial({ rule: { code: first } });
    case 'snooze':
      return PolicyRecord.fromPartial({ snooze: { code: first, kind, value } });
    case 'list':
      return PolicyRecord.fromPartial({ listEntry: { list: first, kind, value } });
    case 'costs':
      return PolicyRecord.fromPartial({ costs: { currency: first } });
    case 'own-rules':
      return PolicyRecord.fromPartial({ ownRules: {} });
    default:
      // A newer service may keep what this one does not know.
      return PolicyRecord.fromPartial({});
  }
}
