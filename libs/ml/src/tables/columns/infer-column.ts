import type { DateFormat } from '../cells/parse-date.ts';
import type { ColumnProfile } from './column-profile.ts';
import type { ColumnSchema, FeatureType } from './column-schema.ts';

/** A type may miss so many of the values; they count as missing. With few values it must fit all. */
const STRAY_SHARE_MOST = 0.02;
const STRAY_VALUES_LEAST = 50;
/** Texts of which nearly all are different name the row and say nothing of the next one. */
const ID_SHARE_LEAST = 0.99;
const ID_VALUES_LEAST = 20;
/** Texts of so many words, most of them different, are prose. */
const TEXT_WORDS_LEAST = 4;
const TEXT_SHARE_LEAST = 0.5;
/** Values of which there are too many to remember still say something if each occurs that often. */
const REPEATS_LEAST = 3;

const NAMES_ROWS = [/(?:^|[\s_.-])(?:id|uuid|guid|key|index|row)$/i, /[a-z](?:Id|ID)$/];
const NAMES_TIME = /time|date|timestamp|(?:^|_)(?:at|ts)$|At$/i;

interface Found {
  readonly type: ColumnSchema['type'];
  readonly why: string;
  readonly fitting?: number;
  readonly dateFormat?: DateFormat;
}

/** What a column is, unless it is told. Throws RangeError where it is told to be what most of it is not. */
export function inferColumn(profile: ColumnProfile, told?: FeatureType): ColumnSchema {
  const found = told === undefined ? infer(profile) : toldType(profile, told);
  const { name, missing, values, counts } = profile;
  const { type, why, dateFormat } = found;
  return {
    name,
    type,
    why,
    missing,
    strays: values - (found.fitting ?? values),
    distinct: counts.size,
    ...(dateFormat === undefined ? {} : { dateFormat }),
    ...(type === 'category' ? { categories: byFrequency(counts) } : {}),
  };
}

function infer(profile: ColumnProfile): Found {
  const { values, missing, numbers, booleans, counts, isOverflowing } = profile;
  if (values === 0) return { type: 'empty', why: 'it holds nothing' };
  if (counts.size === 1 && missing === 0 && !isOverflowing) {
    return { type: 'constant', why: `every row holds "${[...counts.keys()].join('')}"` };
  }
  if (booleans === values) return { type: 'boolean', why: 'true or false in every row' };
  if (fits(profile, numbers)) return inferNumber(profile);
  const dateFormat = dateFormatOf(profile);
  if (dateFormat !== undefined) {
    return { type: 'date', why: `dates, ${dateFormat}`, fitting: profile.dates[dateFormat], dateFormat };
  }
  return inferText(profile);
}

function inferNumber(profile: ColumnProfile): Found {
  const { name, values, numbers, wholeNumbers, isCounting } = profile;
  const isWhole = wholeNumbers === values;
  if (isWhole && isCounting && values >= ID_VALUES_LEAST) {
    return { type: 'id', why: 'it counts the rows' };
  }
  if (isWhole && NAMES_ROWS.some((each) => each.test(name))) {
    if (isNearlyUnique(profile))
      return { type: 'id', why: 'whole numbers, nearly all different, by name an id' };
    return { type: 'category', why: 'whole numbers that repeat, by name an id' };
  }
  if (NAMES_TIME.test(name)) {
    for (const dateFormat of ['epoch-seconds', 'epoch-ms'] as const) {
      if (!fits(profile, profile.dates[dateFormat])) continue;
      return {
        type: 'date',
        why: `by name a time, ${dateFormat}`,
        fitting: profile.dates[dateFormat],
        dateFormat,
      };
    }
  }
  return {
    type: 'number',
    why: `${isWhole ? 'whole numbers' : 'numbers'}${butText(profile)}`,
    fitting: numbers,
  };
}

function inferText(profile: ColumnProfile): Found {
  const { values, words, counts, isOverflowing } = profile;
  const share = counts.size / values;
  if (words / values >= TEXT_WORDS_LEAST && (isOverflowing || share > TEXT_SHARE_LEAST)) {
    return { type: 'text', why: `texts of ${(words / values).toFixed(0)} words, most of them different` };
  }
  if (values >= ID_VALUES_LEAST && isNearlyUnique(profile)) {
    return { type: 'id', why: 'nearly every row holds another text' };
  }
  const why = `${isOverflowing ? 'more than ' : ''}${counts.size} different texts`;
  const isMostlyNumbers = 2 * profile.numbers > values;
  const numbers = isMostlyNumbers ? `; ${profile.numbers} of ${values} are numbers${butText(profile)}` : '';
  return { type: 'category', why: `${why}${numbers}` };
}

/** Where to look for what is not a number. */
const butText = ({ firstText }: ColumnProfile): string =>
  firstText === undefined ? '' : `, but "${firstText.text}" in row ${firstText.row} is none`;

function toldType(profile: ColumnProfile, told: FeatureType): Found {
  const why = 'as told';
  if (told === 'category') return { type: told, why };
  const dateFormat = told === 'date' ? bestDateFormat(profile) : undefined;
  const fitting =
    told === 'number'
      ? profile.numbers
      : told === 'boolean'
        ? profile.booleans
        : profile.dates[dateFormat ?? 'iso'];
  if (fitting * 2 < profile.values || profile.values === 0) {
    const few = `only ${fitting} of its ${profile.values} values are`;
    const where = told === 'number' ? butText(profile) : '';
    throw new RangeError(`column "${profile.name}" is told to be a ${told}, but ${few}${where}`);
  }
  return { type: told, why, fitting, ...(dateFormat === undefined ? {} : { dateFormat }) };
}

function isNearlyUnique({ counts, values, isOverflowing }: ColumnProfile): boolean {
  return isOverflowing ? values < REPEATS_LEAST * counts.size : counts.size >= ID_SHARE_LEAST * values;
}

/** Whether so many of the values make the column one of that kind. */
function fits({ values }: ColumnProfile, fitting: number): boolean {
  const allowed = values >= STRAY_VALUES_LEAST ? STRAY_SHARE_MOST * values : 0;
  return fitting > 0 && values - fitting <= allowed;
}

/** The first that fits: where day and month cannot be told apart, the month comes first. */
const dateFormatOf = (profile: ColumnProfile): DateFormat | undefined =>
  (['iso', 'month-first', 'day-first'] as const).find((format) => fits(profile, profile.dates[format]));

function bestDateFormat({ dates }: ColumnProfile): DateFormat {
  const formats = Object.keys(dates) as DateFormat[];
  return formats.reduce((best, format) => (dates[format] > dates[best] ? format : best));
}

function byFrequency(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key]) => key);
}
