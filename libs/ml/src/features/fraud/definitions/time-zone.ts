import { getTimezone } from 'countries-and-timezones';

/**
 * Whether a time zone ("Europe/London") is one that `country` (ISO 3166) does not use. False where either is not known,
 * and for zones that belong to no country, such as UTC.
 */
export function isTimeZoneElsewhere(timeZone: string | undefined, country: string | undefined): boolean {
  if (timeZone === undefined || country === undefined) return false;
  const countries: readonly string[] = getTimezone(timeZone)?.countries ?? [];
  return countries.length > 0 && !countries.includes(country);
}
