/** Of text such as "2026-11-23T21:03:00.000Z"; a date alone is midnight UTC. */
const ISO_8601 = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A time as whole milliseconds since 1970, given as such a number or as ISO 8601 text; undefined where it is neither. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value === 'number') return validTime(Math.floor(value));
  if (typeof value !== 'string' || !ISO_8601.test(value)) return undefined;
  // Without a zone it is UTC, whatever the zone of this machine.
  return validTime(Date.parse(isZoned(value) ? value : `${value}Z`));
}

/** A date alone is UTC as it is. */
const isZoned = (text: string) => text.endsWith('Z') || !/[T ]/.test(text) || /[+-]\d{2}:?\d{2}$/.test(text);

/** The range of EpochMs. */
const validTime = (time: number) =>
  Number.isSafeInteger(time) && time >= 0 && time <= 8_640_000_000_000_000 ? time : undefined;
