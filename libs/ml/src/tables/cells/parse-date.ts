/** How a column writes its dates. Epochs are whole numbers since 1970. */
export const DATE_FORMATS = ['iso', 'month-first', 'day-first', 'epoch-seconds', 'epoch-ms'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

const TIME = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(AM|PM|Z|[+-]\d{2}:?\d{2})?)?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})${TIME}$`, 'i');
const SLASHED = new RegExp(String.raw`^(\d{1,2})[/.](\d{1,2})[/.](\d{4})${TIME}$`, 'i');
/** The epochs that are dates: 1990 to 2100. */
const [EPOCH_LEAST_MS, EPOCH_MOST_MS] = [Date.UTC(1990), Date.UTC(2100)];
const MINUTE_MS = 60_000;

/** Milliseconds since 1970, in UTC where no zone is given; undefined where the text is no date of that format. */
export function parseDate(text: string, format: DateFormat): number | undefined {
  if (format === 'epoch-seconds' || format === 'epoch-ms') return parseEpoch(text, format);
  const match = (format === 'iso' ? ISO : SLASHED).exec(text);
  if (match === null) return undefined;
  const [, first = '', second = '', third = '', ...time] = match;
  const [year, month, day] =
    format === 'iso'
      ? [first, second, third]
      : format === 'month-first'
        ? [third, first, second]
        : [third, second, first];
  const midnight = dateOf(Number(year), Number(month), Number(day));
  const ofDay = timeOf(time);
  return midnight === undefined || ofDay === undefined ? undefined : midnight + ofDay;
}

function parseEpoch(text: string, format: 'epoch-seconds' | 'epoch-ms'): number | undefined {
  if (!/^\d{9,13}$/.test(text)) return undefined;
  const ms = Number(text) * (format === 'epoch-seconds' ? 1_000 : 1);
  return ms >= EPOCH_LEAST_MS && ms <= EPOCH_MOST_MS ? ms : undefined;
}

/** The midnight, if the calendar has that day. */
function dateOf(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : undefined;
}

/** Milliseconds since midnight; 0 where no time is given. */
function timeOf([hour, minute, second, fraction, suffix]: readonly (string | undefined)[]):
  number | undefined {
  if (hour === undefined) return 0;
  const half = suffix?.toUpperCase();
  const isTwelveHours = half === 'AM' || half === 'PM';
  const hours = isTwelveHours ? (Number(hour) % 12) + (half === 'PM' ? 12 : 0) : Number(hour);
  if (hours > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return undefined;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1_000);
  const shift = isTwelveHours ? 0 : shiftOf(half);
  return ((hours * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1_000 + ms - shift;
}

function shiftOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * MINUTE_MS;
}
