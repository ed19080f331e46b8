import { keyedHash, type Shop } from '#service';
import { coarseIp } from './coarse-ip.ts';
import { isJsonObject, joinPath, type JsonObject } from './json.ts';
import { postalText } from './postal-text.ts';
import { deadLetter, type DeadLetter } from './step.ts';

export interface Protected {
  /** The object without personal data; fit to be stored. */
  readonly object: JsonObject;
  /** Set where something that should be personal data was none. */
  readonly fault?: DeadLetter;
}

/** Names, without case and separators, whose values we have no use for and never keep. */
const REMOVED: ReadonlySet<string> = new Set([
  ...['phone', 'phonenumber', 'mobile', 'firstname', 'lastname', 'fullname', 'username', 'password'],
  ...['birthday', 'birthdate', 'dateofbirth', 'gender', 'street', 'postalcode', 'postcode', 'zip'],
  ...['cardnumber', 'cvc', 'cvv', 'iban', 'latitude', 'longitude'],
]);

/**
 * Replaces e-mail, postal address, card fingerprint and IP address, wherever they stand, by their keyed hash and the
 * coarse part a feature needs, in the same object: `email` becomes `emailHash` and `emailDomain`. Every later step,
 * the log and the rejected events see only the result, and putting the result through again changes nothing.
 */
export function protectPersonalData(sent: JsonObject, shop: Shop): Protected {
  let fault: DeadLetter | undefined;
  const protectObject = (object: JsonObject, path: string): JsonObject => {
    const kept: [string, unknown][] = [];
    const billing: [string, string][] = [];
    const replaced: [string, string][] = [];
    for (const [key, value] of Object.entries(object)) {
      const replace = replacementFor(key, path);
      if (replace === undefined) kept.push([key, protectValue(value, joinPath(path, key))]);
      else if (replace !== 'remove' && value !== null && value !== '') {
        const fields = replace(value, shop);
        if (fields) (replace === replaceBillingAddress ? billing : replaced).push(...fields);
        else fault ??= deadLetter('EVENT_INVALID_FIELD', 'must be text', joinPath(path, key));
      }
    }
    // The later entry wins: of two addresses the one for delivery stands, and what the sender hashed itself does.
    return Object.fromEntries([...billing, ...replaced, ...kept]);
  };
  const protectValue = (value: unknown, path: string): unknown => {
    if (Array.isArray(value))
      return value.map((element, index) => protectValue(element, joinPath(path, index)));
    return isJsonObject(value) ? protectObject(value, path) : value;
  };
  const object = protectObject(sent, '');
  return fault === undefined ? { object } : { object, fault };
}

type Replacement = (value: unknown, shop: Shop) => readonly [string, string][] | undefined;

function replacementFor(key: string, path: string): Replacement | 'remove' | undefined {
  const name = key.toLowerCase().replaceAll(/[_\s-]/g, '');
  if (REMOVED.has(name) || (name === 'name' && path.endsWith('traits'))) return 'remove';
  if (name === 'email' || name === 'emailaddress') return replaceEmail;
  if (name === 'ip' || name === 'ipaddress' || name === 'ipoverride') return replaceIp;
  if (name === 'cardfingerprint') return replaceCard;
  if (name === 'billingaddress') return replaceBillingAddress;
  if (name === 'address' || name === 'shippingaddress') return replaceDeliveryAddress;
  return undefined;
}

const replaceEmail: Replacement = (value, shop) => {
  if (typeof value !== 'string') return undefined;
  const domain = value.trim().toLowerCase().split('@')[1] ?? '';
  return [
    ['emailHash', keyedHash(shop, 'email', value)],
    ...(domain === '' ? [] : [['emailDomain', domain] as [string, string]]),
  ];
};

const replaceIp: Replacement = (value, shop) => {
  if (typeof value !== 'string') return undefined;
  const prefix = coarseIp(value.trim());
  // Not an address (a host name, "unknown"): of no use and maybe personal.
  if (prefix === undefined) return [];
  return [
    ['ipHash', keyedHash(shop, 'ip', value)],
    ['ipPrefix', prefix],
  ];
};

const replaceCard: Replacement = (value, shop) =>
  typeof value === 'string' ? [['cardHash', keyedHash(shop, 'card', value)]] : undefined;

const replaceAddress =
  (countryField: 'shippingCountry' | 'billingCountry'): Replacement =>
  (value, shop) => {
    const postal = postalText(value);
    if (postal === undefined) return undefined;
    if (postal.text === '') return [];
    return [
      ['addressHash', keyedHash(shop, 'address', postal.text)],
      ...(postal.country === undefined ? [] : [[countryField, postal.country] as [string, string]]),
    ];
  };

const replaceBillingAddress = replaceAddress('billingCountry');
const replaceDeliveryAddress = replaceAddress('shippingCountry');
