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
  const fault = findFault(parsed.value, 1);
  if (fault !== undefined) return deadLetter(fault.code, fault.message, pathOf(fault));
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

interface Fault extends Pick<DeadLetter, 'code' | 'message'> {
  /** From the value up to the root: most events have no fault, and so need no paths. */
  readonly keysUp: (string | number)[];
}

const pathOf = ({ keysUp }: Fault): string => keysUp.toReversed().reduce<string>(joinPath, '');

/** The first value in the tree that no later step may meet. `depth` counts the containers around it. */
function findFault(value: unknown, depth: number): Fault | undefined {
  if (typeof value === 'string') return textFault(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > EVENT_DEPTH_MAX) {
    const message = `is nested deeper than ${EVENT_DEPTH_MAX} levels`;
    return { code: 'EVENT_TOO_DEEP', message, keysUp: [] };
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = findFault((value as readonly unknown[])[index], depth + 1);
      if (fault) return below(index, fault);
    }
    return undefined;
  }
  for (const [key, child] of Object.entries(value)) {
    // A name that cannot be stored is not told: the path ends at the object it stands in.
    const unnamed = textFault(key);
    if (unnamed) return unnamed;
    const fault = key === '__proto__' ? invalid('is not allowed as a name') : findFault(child, depth + 1);
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
  if (text.includes('\u0000')) return invalid('holds the character U+0000');
  if (LONE_SURROGATE.test(text)) return invalid('holds half a surrogate pair');
  return undefined;
}

const invalid = (message: string): Fault => ({ code: 'EVENT_INVALID_FIELD', message, keysUp: [] });

const LONE_SURROGATE = /\p{Surrogate}/u;

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
