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
  const size: Size = { bytesAtMost: 0 };
  const fault = findFault(parsed.value, 1, size);
  if (fault !== undefined) return deadLetter(fault.code, fault.message, pathOf(fault));
  if ('json' in raw && size.bytesAtMost > EVENT_BYTES_MAX && bytesOf(raw.json) > EVENT_BYTES_MAX) {
    return tooLarge();
  }
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

interface Fault extends Pick<DeadLetter, 'code' | 'message'> {
  /** From the value up to the root: most events have no fault, and so need no paths. */
  readonly keysUp: (string | number)[];
}

const pathOf = ({ keysUp }: Fault): string => keysUp.toReversed().reduce<string>(joinPath, '');

/** A bound for the length of what was walked as JSON; most events are so small that the length itself is not asked. */
interface Size {
  bytesAtMost: number;
}

/** A character of a text is at most six bytes of JSON: "\u001f". */
const CHARACTER_BYTES_MAX = 6;
/** Of a number, true, false or null, or the signs around any value: the longest is -1.2345678901234567e-300. */
const VALUE_BYTES_MAX = 30;

const bytesOf = (json: unknown) => Buffer.byteLength(JSON.stringify(json));

/**
 * The first value in the tree that no later step may meet. `depth` counts the containers around it. Adds what it walks
 * to `size`.
 */
function findFault(value: unknown, depth: number, size: Size): Fault | undefined {
  size.bytesAtMost += VALUE_BYTES_MAX;
  if (typeof value === 'string') {
    size.bytesAtMost += value.length * CHARACTER_BYTES_MAX;
    return textFault(value);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > EVENT_DEPTH_MAX) {
    const message = `is nested deeper than ${EVENT_DEPTH_MAX} levels`;
    return { code: 'EVENT_TOO_DEEP', message, keysUp: [] };
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = findFault((value as readonly unknown[])[index], depth + 1, size);
      if (fault) return below(index, fault);
    }
    return undefined;
  }
  const object = value as JsonObject;
  for (const key in object) {
    size.bytesAtMost += key.length * CHARACTER_BYTES_MAX;
    // A name that cannot be stored is not told: the path ends at the object it stands in.
    const unnamed = textFault(key);
    if (unnamed) return unnamed;
    const fault =
      key === '__proto__' ? invalid('is not allowed as a name') : findFault(object[key], depth + 1, size);
    if (fault) return below(key, fault);
  }
  return undefined;
}

function below(key: string | number, fault: Fault): Fault {
  fault.keysUp.push(key);
  return fault;
}

/** PostgreSQL's text takes neither U+0000 nor half a surrogate pair. */
function textFault(text: string): Fault | undefined {
  if (!NOT_STORABLE.test(text)) return undefined;
  return invalid(text.includes('\u0000') ? 'holds the character U+0000' : 'holds half a surrogate pair');
}

// eslint-disable-next-line no-control-regex
const NOT_STORABLE = /[\u0000\p{Surrogate}]/u;

const invalid = (message: string): Fault => ({ code: 'EVENT_INVALID_FIELD', message, keysUp: [] });

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
