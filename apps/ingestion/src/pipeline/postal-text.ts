import { given, isJsonObject } from './json.ts';

/** Parts of an address in the order they are written on a letter. */
const PARTS = [
  ['line1', 'street', 'address1', 'address_line1', 'address'],
  ['line2', 'address2', 'address_line2'],
  ['city', 'town'],
  ['state', 'region', 'province'],
  ['postalCode', 'postal_code', 'postcode', 'zip'],
  ['country', 'country_code', 'countryCode'],
] as const;

/**
 * An address as one line, so that the same address hashes alike as text and as an object: parts in letter order,
 * joined by ", ". Undefined where the value is neither text nor an object.
 */
export function postalText(value: unknown): { readonly text: string; readonly country?: string } | undefined {
  if (typeof value === 'string') return { text: value };
  if (!isJsonObject(value)) return undefined;
  const parts = PARTS.map((names) =>
    names.map((name) => given(value, name)).find((part) => part !== undefined),
  );
  const text = parts
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .map((part) => String(part).trim())
    .join(', ');
  const country = parts.at(-1);
  const isCode = typeof country === 'string' && /^[A-Za-z]{2}$/.test(country);
  return isCode ? { text, country: country.toUpperCase() } : { text };
}
