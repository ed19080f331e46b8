import { EVENT_BYTES_MAX, EVENT_DEPTH_MAX } from '../limits.ts';
import { isJsonObject, joinPath, type JsonObject } from './json.ts';
import { deadLetter, ok, type DeadLetter, type StepResult } from './step.ts';

/** An event as a door has it: bytes, or a value already parsed out of a batch. */
export type RawEvent = { readonly bytes: Uint8Array } | { readonly json: unknown };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads one event as a JSON object that is safe to walk, hash and store. */
export function parseObject(raw: RawEvent): StepResult<JsonObject> {
  const parsed = 'json' in raw ? ok(raw.json) : parseBytes(raw.bytes);
  if (parsed.kind !== 'ok') return parsed;
  if (!isJsonObject(parsed.value)) {
    return deadLetter('EVENT_MALFORMED', `is ${nameOf(parsed.value)}, not a JSON object`);
  }
  const fault = findFault(parsed.value, '', 1);
  if (fault !== undefined) return fault;
  if ('json' in raw && Buffer.byteLength(JSON.stringify(raw.json)) > EVENT_BYTES_MAX) return tooLarge();
  return ok(parsed.value);
}

function parseBytes(bytes: Uint8Array): StepResult<unknown> {
  if (bytes.byteLength > EVENT_BYTES_MAX) return tooLarge();
  try {
    return ok<unknown>(JSON.parse(utf8.decode(bytes)));
  } catch (error) {
    // The message quotes the input, which may hold personal data: only its kind is told.
    return deadLetter('EVENT_MALFORMED', error instanceof SyntaxError ? 'is not JSON' : 'is not UTF-8');
  }
}

const tooLarge = () => deadLetter('EVENT_TOO_LARGE', `is over ${EVENT_BYTES_MAX} bytes`);

/** The first value in the tree that no later step may meet. `depth` counts the containers around it. */
function findFault(value: unknown, path: string, depth: number): DeadLetter | undefined {
  if (typeof value === 'string') return textFault(value, path);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > EVENT_DEPTH_MAX) {
    return deadLetter('EVENT_TOO_DEEP', `is nested deeper than ${EVENT_DEPTH_MAX} levels`, path);
  }
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      const fault = findFault(element, joinPath(path, index), depth + 1);
      if (fault) return fault;
    }
    return undefined;
  }
  for (const [key, child] of Object.entries(value)) {
    const fault = keyFault(key, path) ?? findFault(child, joinPath(path, key), depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

function keyFault(key: string, path: string): DeadLetter | undefined {
  if (key === '__proto__') {
    return deadLetter('EVENT_INVALID_FIELD', 'is not allowed as a name', joinPath(path, key));
  }
  return textFault(key, path);
}

/** PostgreSQL's text takes neither U+0000 nor half a surrogate pair. */
function textFault(text: string, path: string): DeadLetter | undefined {
  if (text.includes('\u0000')) return deadLetter('EVENT_INVALID_FIELD', 'holds the character U+0000', path);
  if (LONE_SURROGATE.test(text)) {
    return deadLetter('EVENT_INVALID_FIELD', 'holds half a surrogate pair', path);
  }
  return undefined;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
