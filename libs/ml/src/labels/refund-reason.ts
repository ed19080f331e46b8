/** What shop systems write when money goes back because of fraud, in small letters with single spaces. */
const FRAUD_REASONS: ReadonlySet<string> = new Set([
  // Shopify and Stripe.
  'fraud',
  'fraudulent',
  'suspected fraud',
  'confirmed fraud',
  'payment fraud',
  'card fraud',
  'fraudulent order',
  'stolen card',
  'lost or stolen card',
  'card stolen',
  'unauthorised',
  'unauthorized',
  'unauthorised payment',
  'unauthorized payment',
  'unauthorised transaction',
  'unauthorized transaction',
  'account takeover',
]);

/** Whether an order was refunded or cancelled for fraud: whole reasons only, for "no fraud found" names it too. */
export function isFraudReason(reason: string | undefined): boolean {
  const words = (reason ?? '').toLowerCase().match(/[a-z]+/g) ?? [];
  return FRAUD_REASONS.has(words.join(' '));
}
