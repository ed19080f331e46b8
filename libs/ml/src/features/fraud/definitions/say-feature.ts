import { moneyText } from '#contracts';
import type { FeatureDefinition, FeatureUnit } from './feature-definition.ts';

export interface SayFeatureOptions {
  /** What the value usually is, such as the median over ordinary orders; in the feature's own unit. */
  readonly usual?: number;
  /** ISO 4217, of amounts. */
  readonly currency?: string;
}

/** A feature's value as a sentence: "7 cards on this device in 10 minutes, usual is 1". */
export function sayFeature(
  { sentence, unit }: Pick<FeatureDefinition, 'sentence' | 'unit'>,
  value: number,
  { usual, currency }: SayFeatureOptions = {},
): string {
  const said = sentence.replace('{value}', sayValue(unit, value, currency));
  if (usual === undefined || unit === 'flag') return said;
  return `${said}, usual is ${sayValue(unit, usual, currency)}`;
}

function sayValue(unit: FeatureUnit, value: number, currency: string | undefined): string {
  switch (unit) {
    case 'count':
      return String(Math.round(value));
    case 'money':
      return currency === undefined ? rounded(value) : moneyText(value, currency);
    case 'share':
      return `${rounded(100 * value)} %`;
    case 'times':
      return `${rounded(value)} times`;
    case 'hours':
      return sayTime(value);
    case 'days':
      return sayTime(24 * value);
    case 'flag':
      return value === 0 ? 'no' : 'yes';
    case 'score':
      return rounded(value);
  }
}

function sayTime(hours: number): string {
  if (hours < 1) return plural(Math.round(60 * hours), 'minute');
  if (hours < 48) return plural(Math.round(hours), 'hour');
  return plural(Math.round(hours / 24), 'day');
}

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** Three digits at most, without zeros at the end: 0.25, 12.5, 340. */
const rounded = (value: number): string => String(Number(value.toPrecision(3)));
