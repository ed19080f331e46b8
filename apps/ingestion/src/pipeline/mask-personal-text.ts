import { PERSONAL_NAME } from './personal-names.ts';

/** With its "@" plain, percent-encoded or escaped; "mug@2x.png" is a file. */
const EMAIL =
  /[\p{L}\p{N}_.+'-]{0,63}[^\s@](?:@|%40|\\u0040)(?!\d(?:\.\d)?x\.(?:png|jpe?g|webp|gif|svg|avif)(?!\p{L}))(?:[\p{L}\p{N}-]{1,63}\.){1,8}(?:xn--[\w-]{1,59}|\p{L}{2,63})/giu;
/** Nothing that is looked for does without a digit or an "@". */
const MAY_BE_PERSONAL = /[\d@]/;
/** In an id: nothing that is looked for there does without one of these. */
const MAY_BE_CONTACT = /[@%\\+ ]/;
const HAS_EMAIL_SIGN = /@|%40|\\u0040/i;

/** As much of an IPv4 address as tells most texts with a point from one. */
const HAS_DOTTED_NUMBERS = /\d\.\d{1,3}\.\d/;
const IPV4 = /(?<![\w.])(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?![\w.])/g;

/** 14 to 19 digits, alone or in groups. */
const CARD_LIKE = /(?<!\d)[2-6]\d{3}(?:[ -]?\d){10,15}(?!\d)/g;
/** Diners, American Express, and the rest by their first digits: ISO/IEC 7812 as issuers use it. */
const CARD_DIGITS = /^(?:3[0689]\d{12}|3[47]\d{13}|(?:[2456]|35)\d{14,18})$/;

/** The least number of 14 digits. */
const CARD_NUMBER_MIN = 1e13;

const INTERNATIONAL_PHONE = /(?<![\w+])(?:\+|%2B|00)[1-9](?:[ ().\-/]{0,2}\d){7,14}(?!\w)/gi;
/** "0113 496 0000": a trunk 0 and nine to eleven digits. */
const NATIONAL_PHONE = /(?<![\w.\-/+])\(?0[1-9](?:[ ().\-/]{0,2}\d){8,10}(?![\w:])/g;
/** "(555) 010-1234", "555-010-1234": numbers of North America as they are written. */
const GROUPED_PHONE = /(?<![\w.+-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?!\w)/g;
/** As few digits as make a telephone number. */
const HAS_DIGITS = /\d(?:[ ().\-/]{0,2}\d){8}/;

/** A named value in text that may be broken JSON; any name is taken for a person's there. */
const NAMED = new RegExp(
  String.raw`("[^"\\]{0,64}?(?:${PERSONAL_NAME}|name)[^"\\]{0,32}"\s*:\s*)("(?:[^"\\]|\\.)*"?|\{[^}]*\}?|\[[^\]]*\]?|[-\d.eE+]+)`,
  'gi',
);

/**
 * Blanks out what in a text looks like an e-mail address, card number (by its check digit), telephone number, or the
 * last part of an IPv4 address. What is masked stays as it is when masked again. A telephone number of bare digits
 * without a leading 0 or "+" looks like any other number and stays.
 */
export function maskPersonalText(text: string): string {
  if (!MAY_BE_PERSONAL.test(text)) return text;
  const masked = maskContacts(text);
  return HAS_DOTTED_NUMBERS.test(masked) ? masked.replaceAll(IPV4, '$1.0') : masked;
}

/** The same without IP addresses. */
export function maskContacts(text: string): string {
  return maskNumbers(maskEmails(text));
}

/** The same for text that should have been JSON: also blanks out values named like personal data. */
export function maskPersonalJson(text: string): string {
  return maskPersonalText(text.replaceAll(NAMED, '$1"[removed]"'));
}

/** Whether an id is a way to reach a person, or a card number written as such. Bare digits of an id are just that. */
export function isPersonalId(id: string): boolean {
  if (!MAY_BE_CONTACT.test(id)) return false;
  return maskEmails(id) !== id || (/[+ ]|%2B/i.test(id) && maskNumbers(id) !== id);
}

export function maskCardNumber(number: number): number | string {
  if (number < CARD_NUMBER_MIN) return number;
  return isCardNumber(String(number)) ? '[card]' : number;
}

function maskEmails(text: string): string {
  return HAS_EMAIL_SIGN.test(text) ? text.replaceAll(EMAIL, '[email]') : text;
}

function maskNumbers(text: string): string {
  if (!HAS_DIGITS.test(text)) return text;
  return text
    .replaceAll(CARD_LIKE, (digits) => (isCardNumber(digits.replaceAll(/[ -]/g, '')) ? '[card]' : digits))
    .replaceAll(INTERNATIONAL_PHONE, '[phone]')
    .replaceAll(NATIONAL_PHONE, '[phone]')
    .replaceAll(GROUPED_PHONE, '[phone]');
}

/** By its issuer's digits and Luhn's check digit (ISO/IEC 7812-1, annex B). */
function isCardNumber(digits: string): boolean {
  if (!CARD_DIGITS.test(digits)) return false;
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
