import { zoneShift } from './zone-shift.ts';

/** Milliseconds since 1970 of a text; undefined where it is no such time. */
export type ParseTime = (text: string) => number | undefined;

export type CompiledTimeFormat =
  | { readonly kind: 'format'; readonly parse: ParseTime }
  | { readonly kind: 'fault'; readonly field: 'format' | 'zone'; readonly message: string };

/** By token of a pattern: the digits it takes. */
const TOKENS: ReadonlyMap<string, string> = new Map([
  ['YYYY', '\\d{4}'],
  ['MM', '\\d{2}'],
  ['M', '\\d{1,2}'],
  ['DD', '\\d{2}'],
  ['D', '\\d{1,2}'],
  ['HH', '\\d{2}'],
  ['H', '\\d{1,2}'],
  ['mm', '\\d{2}'],
  ['ss', '\\d{2}'],
  ['SSS', '\\d{3}'],
]);
const TOKEN = /YYYY|MM?|DD?|HH?|mm|ss|SSS/g;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Compiles a format of times: "epoch-ms", "epoch-s", "iso" (ISO 8601), or a pattern of YYYY, MM or M, DD or D, HH or H,
 * mm, ss and SSS. `zone` is the IANA name of the zone of what says none.
 */
export function compileTimeFormat(format: string, zone: string): CompiledTimeFormat {
  const toUtc = zoneShift(zone);
  if (toUtc === undefined) return { kind: 'fault', field: 'zone', message: `"${zone}" is no IANA time zone` };
  switch (format) {
    case 'epoch-ms':
      return { kind: 'format', parse: (text) => epoch(text, 1) };
    case 'epoch-s':
      return { kind: 'format', parse: (text) => epoch(text, 1_000) };
    case 'iso':
      return { kind: 'format', parse: (text) => parseIso(text, toUtc) };
    default:
      return compilePattern(format, toUtc);
  }
}

function epoch(text: string, unitMs: number): number | undefined {
  return /^\d{1,16}(\.\d+)?$/.test(text) ? Math.floor(Number(text) * unitMs) : undefined;
}

function parseIso(text: string, toUtc: (wallMs: number) => number): number | undefined {
  const match = ISO_8601.exec(text);
  if (!match) return undefined;
  const hasZone = match[1] !== undefined;
  const ms = Date.parse(hasZone ? text : `${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`);
  if (Number.isNaN(ms)) return undefined;
  return hasZone ? ms : toUtc(ms);
}

function compilePattern(format: string, toUtc: (wallMs: number) => number): CompiledTimeFormat {
  const tokens = format.match(TOKEN) ?? [];
  const letters = new Set(tokens.map((token) => token.charAt(0)));
  if (!['Y', 'M', 'D'].every((letter) => letters.has(letter)) || letters.size !== tokens.length) {
    const message = `"${format}" is neither epoch-ms, epoch-s, iso nor a pattern with YYYY, MM and DD, each once`;
    return { kind: 'fault', field: 'format', message };
  }
  const source = format
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
    .replaceAll(TOKEN, (token) => `(${TOKENS.get(token)})`);
  const pattern = new RegExp(`^${source}$`);
  const place = (letter: string) => tokens.findIndex((token) => token.startsWith(letter)) + 1;
  const places = ['Y', 'M', 'D', 'H', 'm', 's', 'S'].map(place);
  const parse: ParseTime = (text) => {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [year = 0, month = 0, ...rest] = places.map((at) => (at === 0 ? 0 : Number(match[at])));
    const [day = 0, hour = 0, minute = 0, second = 0, ms = 0] = rest;
    const wallMs = Date.UTC(year, month - 1, day, hour, minute, second, ms);
    const date = new Date(wallMs);
    // Date.UTC takes the 31st of April for the 1st of May.
    const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60;
    return isReal ? toUtc(wallMs) : undefined;
  };
  return { kind: 'format', parse };
}
