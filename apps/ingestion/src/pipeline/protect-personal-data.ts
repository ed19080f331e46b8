import { coarseIp, keyedHash, type Shop } from '#service';
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
  const protection = new Protection(shop);
  const object = protection.ofObject(sent);
  return protection.fault === undefined ? { object } : { object, fault: protection.fault };
}

/** Where a value stands; only a fault needs its path. */
interface Place {
  readonly key: string | number;
  readonly within: Place | undefined;
}

const pathOf = (place: Place | undefined): string =>
  place === undefined ? '' : joinPath(pathOf(place.within), place.key);

/** One walk through an event. What has nothing personal in it is not copied. */
class Protection {
  fault: DeadLetter | undefined;

  constructor(private readonly shop: Shop) {}

  /** `holder` tells of the name that the object has. */
  ofObject(object: JsonObject, holder?: NameTraits, place?: Place): JsonObject {
    let kept: Record<string, unknown> | undefined;
    let billing: HashedFields | undefined;
    let replaced: HashedFields | undefined;
    for (const key in object) {
      const value = object[key];
      const traits = traitsOf(key);
      const { replace, masked } = traits;
      if (replace === undefined && !isRemoved(value, traits, holder)) {
        const safe = this.ofValue(value, key, traits, place);
        if (kept === undefined && (safe !== value || masked !== key)) kept = copyBefore(object, key);
        if (kept !== undefined) kept[masked] = safe;
        continue;
      }
      kept ??= copyBefore(object, key);
      if (replace === undefined || value === null || value === '') continue;
      const fields = replace(value, this.shop);
      if (fields === undefined) this.fault ??= invalid('must be text', { key, within: place });
      else if (replace === replaceBillingAddress) billing = { ...billing, ...fields };
      else replaced = { ...replaced, ...fields };
    }
    // The later entry wins: of two addresses the one for delivery stands, and what the sender hashed itself does.
    if (billing !== undefined || replaced !== undefined) return { ...billing, ...replaced, ...kept };
    return kept ?? object;
  }

  private ofValue(value: unknown, key: string, traits: NameTraits, within: Place | undefined): unknown {
    if (typeof value === 'string')
      return traits.isId ? this.ofId(value, key, within) : protectText(value, traits);
    if (typeof value === 'number') return traits.isId || traits.isTime ? value : maskCardNumber(value);
    if (Array.isArray(value)) return this.ofList(value, key, traits, { key, within });
    return isJsonObject(value) ? this.ofObject(value, traits, { key, within }) : value;
  }

  private ofList(
    list: readonly unknown[],
    key: string,
    traits: NameTraits,
    within: Place,
  ): readonly unknown[] {
    let kept: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const safe = this.ofValue(list[index], key, traits, { key: index, within });
      if (safe === list[index]) continue;
      kept ??= [...list];
      kept[index] = safe;
    }
    return kept ?? list;
  }

  private ofId(id: string, key: string, within: Place | undefined): string {
    if (!isPersonalId(id)) return id;
    if (IDENTITY_NAMES.has(key) && pathOf(within) === '') {
      this.fault ??= invalid('must be an id that is not personal data itself', { key, within: undefined });
    }
    return keyedHash(this.shop, 'email', id);
  }
}

const invalid = (message: string, place: Place): DeadLetter =>
  deadLetter('EVENT_INVALID_FIELD', message, pathOf(place));

/** A copy of what stands before `end` in an object. */
function copyBefore(object: JsonObject, end: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key in object) {
    if (key === end) break;
    copy[key] = object[key];
  }
  return copy;
}

/** What the name of a field tells of its value. */
interface NameTraits {
  readonly replace: Replacement | undefined;
  /** The name itself, without what in it looks like personal data. */
  readonly masked: string;
  readonly isPersonal: boolean;
  readonly isPlainName: boolean;
  /** Of an object: it is about a person. */
  readonly isOfPerson: boolean;
  readonly isId: boolean;
  readonly isTime: boolean;
  readonly isSoftware: boolean;
}

const traitsOf = remembered((key): NameTraits => ({
  replace: replacementFor(key),
  masked: maskPersonalText(key),
  isPersonal: isPersonalName(key),
  isPlainName: key.toLowerCase() === 'name',
  isOfPerson: isOfPerson(key),
  isId: isIdName(key),
  isTime: TIME_NAME.test(key),
  isSoftware: SOFTWARE_NAME.test(key),
}));

/** Switches ("emailVerified": true) tell nothing of whom. */
function isRemoved(value: unknown, { isPersonal, isPlainName }: NameTraits, holder?: NameTraits): boolean {
  if (typeof value === 'boolean') return false;
  return isPersonal || (isPlainName && holder?.isOfPerson === true);
}

function protectText(text: string, { isSoftware }: NameTraits): string {
  if (isSoftware) return maskContacts(text);
  // JSON inside a text, broken or not.
  return text.includes('":') ? maskPersonalJson(text) : maskPersonalText(text);
}

/** What stands in the place of something personal. */
type HashedFields = Readonly<Record<string, string>>;
type Replacement = (value: unknown, shop: Shop) => HashedFields | undefined;

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
  const emailHash = keyedHash(shop, 'email', value);
  return DOMAIN.test(domain) ? { emailHash, emailDomain: domain } : { emailHash };
};

/** Letters at its end: what else may follow an "@" is anything. */
const DOMAIN = /^(?:[\p{L}\p{N}-]{1,63}\.){1,8}(?:xn--[\w-]{1,59}|\p{L}{2,63})$/u;

const replaceIp: Replacement = (value, shop) => {
  if (typeof value !== 'string') return undefined;
  const prefix = coarseIp(value.trim());
  // Not an address (a host name, "unknown"): of no use and maybe personal.
  if (prefix === undefined) return {};
  return { ipHash: keyedHash(shop, 'ip', value), ipPrefix: prefix };
};

/** The sender's own prefix, or the whole address it took for one. */
const replaceIpPrefix: Replacement = (value) => {
  if (typeof value !== 'string') return undefined;
  const prefix = coarseIp(value.split('/')[0]?.trim() ?? '');
  return prefix === undefined ? {} : { ipPrefix: prefix };
};

const replaceCard: Replacement = (value, shop) =>
  typeof value === 'string' ? { cardHash: keyedHash(shop, 'card', value) } : undefined;

const replaceAddress =
  (countryField: 'shippingCountry' | 'billingCountry'): Replacement =>
  (value, shop) => {
    const postal = postalText(value);
    if (postal === undefined) return undefined;
    if (postal.text === '') return {};
    const addressHash = keyedHash(shop, 'address', postal.text);
    return postal.country === undefined ? { addressHash } : { addressHash, [countryField]: postal.country };
  };

const replaceBillingAddress = replaceAddress('billingCountry');
const replaceDeliveryAddress = replaceAddress('shippingCountry');
