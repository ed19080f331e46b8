/** Segment's HTTP API, and the one-letter paths its browser library uses. */
export const BATCH_PATHS = ['/v1/batch', '/v1/b'] as const;

/** By path of a single call: which call it is. */
export const CALL_OF_PATH: ReadonlyMap<string, string> = new Map(
  ['track', 'identify', 'page', 'screen', 'group', 'alias'].flatMap((call) => [
    [`/v1/${call}`, call] as const,
    [`/v1/${call.charAt(0)}`, call] as const,
  ]),
);

export const EVENT_PATHS: ReadonlySet<string> = new Set([...BATCH_PATHS, ...CALL_OF_PATH.keys()]);

/** Where feeds are sent. */
export const ITEMS_PATH = '/v1/items';

/** Where history is loaded. */
export const LOAD_PATH = '/v1/load';
