import { given, isJsonObject, objectAt, type JsonObject } from './json.ts';
import { deadLetter, drop, ok, type Step } from './step.ts';

/**
 * What a shop must record to fulfil an order and to prevent fraud, whatever the shopper said of analytics. Consent to
 * personalisation goes along with it, and its readers hold themselves to it.
 */
const NEEDED: ReadonlySet<unknown> = new Set([
  ...['payment_attempted', 'order_completed', 'order_cancelled', 'order_refunded', 'chargeback_received'],
  ...['fraud_label_set', 'signed_up', 'logged_in', 'login_failed', 'logged_out', 'account_updated'],
]);

/** What shops call the categories of Segment's consent manager. */
const ANALYTICS = ['analytics', 'Analytics'];
const PERSONALISATION = ['personalisation', 'personalization', 'Personalization', 'Functional', 'functional'];

/** Reads our consent flags or those of Segment's consent manager; who says nothing has agreed at the shop's door. */
export const respectConsent: Step = (draft) => {
  const sent = given(draft.sent, 'consent');
  if (sent !== undefined && !isJsonObject(sent)) {
    return deadLetter('EVENT_INVALID_FIELD', 'must be an object', 'consent');
  }
  const preferences = objectAt(objectAt(objectAt(draft.sent, 'context'), 'consent'), 'categoryPreferences');
  const analytics = sent?.['analytics'] ?? flag(preferences, ANALYTICS) ?? true;
  const personalisation =
    sent?.['personalisation'] ?? sent?.['personalization'] ?? flag(preferences, PERSONALISATION) ?? true;
  if (analytics === false && !NEEDED.has(draft.fields['type'])) {
    return drop('EVENT_NOT_CONSENTED', 'the shopper refused analytics');
  }
  return ok({ consent: { analytics, personalisation } });
};

function flag(preferences: JsonObject, names: readonly string[]): unknown {
  for (const name of names) {
    const value = given(preferences, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
