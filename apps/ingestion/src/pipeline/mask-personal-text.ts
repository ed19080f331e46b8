import { maskEmails } from './map-context.ts';

/** Values of these names in text that may be broken JSON. */
const NAMED =
  /("(?:[a-z_]*(?:address|phone|email|name|ip|street|postal_?code|card_?(?:number|fingerprint)|password))"\s*:\s*)("(?:[^"\\]|\\.)*"?|\{[^}]*\}?)/gi;
const IPV4 = /\b(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}\b/g;

/** Blanks out e-mail addresses, IP addresses and values named like personal data, as far as text alone can tell. */
export function maskPersonalText(text: string): string {
  return maskEmails(text.replaceAll(NAMED, '$1"[removed]"')).replaceAll(IPV4, '$1.0');
}
