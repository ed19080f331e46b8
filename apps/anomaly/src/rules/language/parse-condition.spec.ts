import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ExpressionError } from '#contracts';
import type { Trigger } from '../situation.ts';
import { parseCondition } from './parse-condition.ts';
import { ruleFields } from './rule-fields.ts';
import type { RuleSubject } from './rule-subject.ts';

const LISTS = new Set(['allow', 'block', 'review', 'allow_users', 'disposable']);
const FACTS: Readonly<Record<string, number | string | undefined>> = {
  amount_minor: 25_000,
  card_declines_1h: 4,
  user_account_age_days: 0.25,
  user_hours_since_last_order: 6,
  user_amount_minor_24h: 10_000,
  discount_share: 0.2,
  is_guest: 0,
  has_coupon: 1,
  billing_country: 'GB',
  shipping_country: 'gb',
  card_country: undefined,
  email_domain: 'Mailinator.com',
  currency: 'EUR',
};
const SUBJECT: RuleSubject = {
  facts: (name) => FACTS[name],
  entities: { user: 'u:ann', device: 'phone' },
  currency: 'EUR',
  isListed: (list, kind, value) =>
    [list, kind, value].join() === 'allow_users,user,u:ann' ||
    [list, kind, value.toLowerCase()].join() === 'disposable,email_domain,mailinator.com',
};

const truth = (text: string, subject = SUBJECT) =>
  parseCondition(text, { trigger: 'order', lists: LISTS }).holds(subject);
const errorOf = (text: string, trigger: Trigger = 'order') => {
  try {
    parseCondition(text, { trigger, lists: LISTS });
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  return 'none';
};

describe('the condition of a rule', () => {
  it.each([
    'card_declines_1h >= 3 and not (device in allow_users)',
    'amount > 200 EUR and amount <= 250.00 EUR',
    'email_domain in list("disposable")',
    'email_domain = "mailinator.com"',
    'user in allow_users',
    'device not in block',
    'billing_country = shipping_country',
    'billing_country in ("FR", "GB")',
    'user_account_age_days < 7 h and user_account_age_days > 300 min',
    'user_account_age_days < 1 and user_account_age_days = user_hours_since_last_order',
    'discount_share >= 20 % and discount_share < 0.21',
    'has_coupon and not is_guest and is_guest = false',
    'amount_minor > 2 * user_amount_minor_24h',
    'amount_minor >= 2.5 * user_amount_minor_24h',
    'card_declines_1h in (1, 2, 4)',
    'card_country is not known and billing_country is known',
    'card_country = "GB" or has_coupon',
  ])('%s holds of what it describes', (text) => expect(truth(text)).toBe(true));

  it.each([
    'card_declines_1h < 4',
    'amount > 250 EUR',
    'user in block',
    'billing_country not in ("GB")',
    'card_country = "GB" and is_guest',
  ])('%s does not', (text) => expect(truth(text)).toBe(false));

  it.each([
    'card_country = "GB"',
    'card_country != "GB"',
    'not card_country = "GB"',
    'card_country = billing_country',
    'amount > 1 USD',
    'not (amount > 1 USD)',
    'card in block',
    'card not in block',
    'card_country = "GB" and has_coupon',
    'lines > 3 or is_guest',
  ])('%s is neither true nor false while it is not known', (text) => expect(truth(text)).toBeUndefined());

  it('names the fields it speaks of, each once', () => {
    const text = 'amount > 5 EUR or (user in allow and amount < 2 * amount) or has_coupon';
    expect(parseCondition(text, { trigger: 'order' }).fields).toEqual(['amount', 'user', 'has_coupon']);
  });

  it.each([
    ['', 'at character 1: expected a field, a number or a text in quotes, found the end'],
    [
      'has_coupon and card_declins_1h > 2',
      'at character 16: "card_declins_1h" is no field of a rule on order; did you mean "card_declines_1h"?',
    ],
    ['weather = "rain"', 'at character 1: "weather" is no field of a rule on order'],
    ['card_declines_1h >= "3"', 'at character 21: card_declines_1h is a number, "3" is a text'],
    ['amount > 200', 'at character 10: amount is an amount of money: say the currency, such as 200 EUR'],
    [
      'card_declines_1h > 200 EUR',
      'at character 20: card_declines_1h is a number, 200 EUR is an amount of money',
    ],
    ['card_declines_1h > 3 h', 'at character 20: card_declines_1h is a count, 3 h is a time'],
    ['user_account_age_days < 5 %', 'at character 25: user_account_age_days is a time, 5 % is a share'],
    ['user_account_age_days < 5 weeks', 'at character 27: "weeks" is no unit; units are s, min, h, d, %'],
    ['user_account_age_days < lines', 'at character 25: user_account_age_days is a time, lines is a count'],
    ['currency > "GBP"', 'at character 12: currency is a text: ">" compares numbers'],
    ['is_guest = 1', 'at character 12: is_guest is yes or no, 1 is a number'],
    ['lines', 'at character 6: expected =, !=, <, <=, >, >=, "in" or "is", found the end'],
    ['user = "ann"', 'at character 1: user is an id: ask whether it is in a list'],
    ['lines in allow', 'at character 1: lines is on no list'],
    [
      'user in list("alow")',
      'at character 14: there is no list "alow"; lists are allow, allow_users, block, disposable, review',
    ],
    ['user in 5', 'at character 9: expected "(" or the name of a list, found "5"'],
    ['lines in ()', 'at character 11: expected a field, a number or a text in quotes, found ")"'],
    ['card_country is unknown', 'at character 17: expected "known", found "unknown"'],
    ['2 * currency = "x"', 'at character 5: currency cannot be multiplied: it is no number'],
    ['lines > 3 )', 'at character 11: expected "and", "or" or the end, found ")"'],
    ['lines >> 3', 'at character 8: expected a field, a number or a text in quotes, found ">"'],
    ['lines ~ 3', 'at character 7: "~" is not part of the language'],
  ])('%j is refused, and it is said where', (text, message) => expect(errorOf(text)).toContain(message));

  it('knows the fields of its trigger alone', () => {
    expect(errorOf('has_coupon', 'login')).toContain('"has_coupon" is no field of a rule on login');
    expect(errorOf('login_failed and ip in block', 'login')).toBe('none');
    expect(errorOf('device_views_10m >= 200', 'view')).toBe('none');
    expect(errorOf('amount > 5 EUR', 'payment')).toBe('none');
  });

  it('is read in a moment or refused, whatever it says', () => {
    const fields = [...ruleFields('order').keys()];
    const piece = fc.oneof(
      fc.constantFrom(...fields),
      fc.constantFrom('and', 'or', 'not', 'in', 'is', 'known', '(', ')', '*', '%', '=', '<', '!=', ','),
      fc.constantFrom('3', '0.5', '"GB"', 'EUR', 'h', 'allow', 'list', 'true'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(' ');
        if (errorOf(text) === 'none') expect([true, false, undefined]).toContain(truth(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
