/** Nothing, or what senders put between the words of a name. */
const GAP = '[_\\s.-]?';
const END = '(?![a-z])';
const START = '(?<![a-z])';

const PEOPLE =
  'first|last|full|given|family|sur|middle|maiden|user|customer|recipient|holder|contact|buyer|payer|client|billing|shipping|delivery|legal';

/**
 * Parts of field names whose values are personal data, as a regular expression in lower case. What the pipeline itself
 * writes (`emailHash`, `emailDomain`, `addressHash`) is none of them.
 */
export const PERSONAL_NAME = [
  `e${GAP}mail(?!${GAP}(?:hash|domain)${END})`,
  `phone`,
  `mobile(?:${GAP}(?:number|no))?${END}`,
  `${START}(?:tel|telephone|fax|msisdn)${END}`,
  `address(?!${GAP}hash${END})`,
  `street(?:${GAP}(?:name|number|line))?${END}`,
  `${START}line${GAP}[1-3]${END}`,
  `post(?:al)?${GAP}code`,
  `zip(?:${GAP}code)?${END}`,
  `card${GAP}(?:number|no|fingerprint|holder)${END}`,
  `${START}(?:cvc|cvv|iban|ssn|pan)${END}`,
  `(?:account|passport|tax|national)${GAP}(?:number|no)${END}`,
  `(?:${PEOPLE})${GAP}name${END}`,
  `pass(?:word|wd|phrase)`,
  `birth|${START}dob${END}|${START}gender${END}`,
  `latitude|longitude`,
  `${START}(?:client|remote|user|source)?${GAP}ip${END}`,
].join('|');

const IS_PERSONAL = new RegExp(PERSONAL_NAME, 'i');
/** Objects that are about a person: a plain `name` in them is hers. */
const PERSON =
  /(?:traits|customer|shipping|billing|delivery|recipient|contact|buyer|payer|cardholder|user|person|profile)$/i;

/** Whether a value of this name is personal data wherever it stands. */
export const isPersonalName = (name: string): boolean => IS_PERSONAL.test(name);

/** Whether an object at this path is about a person. */
export const isOfPerson = (path: string): boolean => PERSON.test(path);

/**
 * Whether a name is of an id or a hash: long digits in it are no card or telephone number. GTINs and order numbers
 * look just like those.
 */
export function isIdName(name: string): boolean {
  return /(?:^|[_\s.-])(?:id|ids|sku|gtin|ean|mpn|barcode)$|[a-z0-9](?:Id|ID|Ids|Hash)$/.test(name);
}
