import { given, isJsonObject, objectAt } from './json.ts';
import { deadLetter, drop, ok, withFields, type Step } from './step.ts';

/**
 * What a shop must record to fulfil an order and to prevent fraud, whatever the shopper said of analytics. Consent to
 * personalisation goes along with it, and its readers hold themselves to it.
 */
const NEEDED: ReadonlySet<unknown> = new Set([
  ...['payment_attempted', 'order_completed', 'order_cancelled', 'order_refunded', 'chargeback_received'],
  ...['fraud_label_set', 'signed_up', 'logged_in', 'login_failed', 'logged_out', 'account_updated'],
]);

/** Reads our consent flags or those of Segment's consent manager; who says nothing has agreed at the shop's door. */
export const respectConsent: Step = (draft) => {
  const sent = given(draft.sent, 'consent');
  if (sent !== undefined && !isJsonObject(sent)) {
    return deadLetter('EVENT_INVALID_FIELD', 'must be an object', 'consent');
  }
  const preferences = objectAt(objectAt(objectAt(draft.sent, 'context'), 'consent'), 'categoryPreferences');
  const analytics = sent?.['analytics'] ?? flag(preferences, ['analytics', 'Analytics']) ?? true;
  const personalisation =
    sent?.['personalisation'] ??
    sent?.['personalization'] ??
    flag(preferences, [
      'personalisation',
      'personalization',
      'Personalization',
      'Functional',
      'functional',
    ]) ??
    true;
  if (analytics === false && !NEEDED.has(draft.fields['type'])) {
    return drop('EVENT_NOT_CONSENTED', 'the shopper refused analytics');
  }
  return ok(withFields(draft, { consent: { analytics, personalisation } }));
};

const flag = (preferences: Readonly<Record<string, unknown>>, names: readonly string[]): unknown =>
  names.map((name) => given(preferences, name)).find((value) => value !== undefined);
