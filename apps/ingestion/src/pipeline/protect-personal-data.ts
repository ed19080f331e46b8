import { keyedHash, type Shop } from '#service';
import { coarseIp } from './coarse-ip.ts';
import { ANONYMOUS_ID_NAMES, USER_ID_NAMES } from './identify-shopper.ts';
import { isJsonObject, joinPath, type JsonObject } from './json.ts';
import {
  isPersonalId,
  maskCardNumber,
  maskContacts,
  maskPersonalJson,
  maskPersonalText,
} from './mask-personal-text.ts';
import { isIdName, isOfPerson, isPersonalName } from './personal-names.ts';
import { postalText } from './postal-text.ts';
import { remembered } from './remembered.ts';
import { deadLetter, type DeadLetter } from './step.ts';

export interface Protected {
  /** The object without personal data; fit to be stored. */
  readonly object: JsonObject;
  /** Set where something that should be personal data was none. */
  readonly fault?: DeadLetter;
}

/** Text of these is about the shopper's software: four numbers in it are a version, not an address. */
const SOFTWARE_NAME = /agent|version/i;
const TIME_NAME = /time|micros|date|_at$|At$/;
const IDENTITY_NAMES: ReadonlySet<string> = new Set([...USER_ID_NAMES, ...ANONYMOUS_ID_NAMES]);

/**
 * Replaces e-mail, postal address, card fingerprint and IP address, wherever they stand, by their keyed hash and the
 * coarse part a feature needs, in the same object: `email` becomes `emailHash` and `emailDomain`. Then removes every
 * value whose name says that it is personal, and blanks out what in any other text, or in a name, looks like it. Every
 * later step, the log and the rejected events see only the result, and putting the result through again changes
 * nothing.
 *
 * An id is no free text: one that holds an e-mail address becomes its keyed hash, the same every time. A shopper's id
 * that does is refused, as the profile would answer to a name that no later request uses.
 */
export function protectPersonalData(sent: JsonObject, shop: Shop): Protected {
  let fault: DeadLetter | undefined;
  const protectObject = (object: JsonObject, path: string): JsonObject => {
    const kept: Record<string, unknown> = {};
    const billing: [string, string][] = [];
    const replaced: [string, string][] = [];
    for (const [key, value] of Object.entries(object)) {
      const { replace, masked } = traitsOf(key);
      if (replace === undefined) {
        if (!isRemoved(key, value, path)) kept[masked] = protectValue(value, key, path);
      } else if (value !== null && value !== '') {
        const fields = replace(value, shop);
        if (fields) (replace === replaceBillingAddress ? billing : replaced).push(...fields);
        else fault ??= deadLetter('EVENT_INVALID_FIELD', 'must be text', joinPath(path, key));
      }
    }
    // The later entry wins: of two addresses the one for delivery stands, and what the sender hashed itself does.
    if (billing.length + replaced.length === 0) return kept;
    return { ...Object.fromEntries([...billing, ...replaced]), ...kept };
  };
  const protectValue = (value: unknown, key: string, path: string): unknown => {
    if (Array.isArray(value)) {
      return value.map((element, index) => protectValue(element, key, joinPath(joinPath(path, key), index)));
    }
    if (isJsonObject(value)) return protectObject(value, joinPath(path, key));
    if (typeof value === 'number')
      return traitsOf(key).isId || traitsOf(key).isTime ? value : maskCardNumber(value);
    if (typeof value !== 'string') return value;
    if (!traitsOf(key).isId) return protectText(value, key);
    if (!isPersonalId(value)) return value;
    if (path === '' && IDENTITY_NAMES.has(key)) {
      fault ??= deadLetter('EVENT_INVALID_FIELD', 'must be an id that is not personal data itself', key);
    }
    return keyedHash(shop, 'email', value);
  };
  const object = protectObject(sent, '');
  return fault === undefined ? { object } : { object, fault };
}

/** What the name of a field tells of its value. */
const traitsOf = remembered((key) => ({
  replace: replacementFor(key),
  masked: maskPersonalText(key),
  isPersonal: isPersonalName(key),
  isPlainName: key.toLowerCase() === 'name',
  isId: isIdName(key),
  isTime: TIME_NAME.test(key),
  isSoftware: SOFTWARE_NAME.test(key),
}));

/** Switches ("emailVerified": true) tell nothing of whom. */
function isRemoved(key: string, value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return false;
  const { isPersonal, isPlainName } = traitsOf(key);
  return isPersonal || (isPlainName && isOfPerson(path));
}

function protectText(text: string, key: string): string {
  if (traitsOf(key).isSoftware) return maskContacts(text);
  // JSON inside a text, broken or not.
  return text.includes('":') ? maskPersonalJson(text) : maskPersonalText(text);
}

type Replacement = (value: unknown, shop: Shop) => readonly [string, string][] | undefined;

function replacementFor(key: string): Replacement | undefined {
  const name = key.toLowerCase().replaceAll(/[_\s-]/g, '');
  if (name === 'email' || name === 'emailaddress') return replaceEmail;
  if (name === 'ip' || name === 'ipaddress' || name === 'ipoverride') return replaceIp;
  if (name === 'ipprefix') return replaceIpPrefix;
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
    ...(DOMAIN.test(domain) ? [['emailDomain', domain] as [string, string]] : []),
  ];
};

/** Letters at its end: what else may follow an "@" is anything. */
const DOMAIN = /^(?:[\p{L}\p{N}-]{1,63}\.){1,8}(?:xn--[\w-]{1,59}|\p{L}{2,63})$/u;

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

/** The sender's own prefix, or the whole address it took for one. */
const replaceIpPrefix: Replacement = (value) => {
  if (typeof value !== 'string') return undefined;
  const prefix = coarseIp(value.split('/')[0]?.trim() ?? '');
  return prefix === undefined ? [] : [['ipPrefix', prefix]];
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
