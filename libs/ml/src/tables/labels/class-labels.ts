import { parseBoolean } from '../cells/parse-boolean.ts';
import { parseNumber } from '../cells/parse-number.ts';
import { categoryKey } from '../columns/category-key.ts';
import type { ColumnProfile } from '../columns/column-profile.ts';

/** More are hardly classes any more, and each costs a tree a round. */
const CLASSES_MOST = 100;
/** So many different numbers are an amount, not a class. */
const NUMBERS_MOST = 30;
const SHOWN_MOST = 12;

/** What is to be predicted. */
export interface ClassLabels {
  /** Two: the second is the positive one. */
  readonly classes: readonly string[];
  /** [classes] */
  readonly counts: readonly number[];
  /** Why the positive class is the positive one; of two classes only. */
  readonly why?: string;
}

/**
 * The classes of the label column. Throws RangeError, with what to do, where there are none, one, or too many, where
 * the label is an amount, or `positive` is none of two.
 */
export function classLabels(profile: ColumnProfile, positive?: string): ClassLabels {
  const { name, counts, values, isOverflowing } = profile;
  if (values === 0) throw new RangeError(`the label "${name}" is empty in every row`);
  const distinct = `${isOverflowing ? 'more than ' : ''}${counts.size.toLocaleString('en')}`;
  if (isAmount(profile)) {
    throw new RangeError(
      `the label "${name}" holds ${distinct} different numbers: that is regression, and only classes are learnt. ` +
        'Make classes of it first, for example by a limit.',
    );
  }
  if (counts.size === 1) {
    throw new RangeError(
      `the label "${name}" is "${[...counts.keys()].join('')}" in every row: nothing to tell apart`,
    );
  }
  if (counts.size > CLASSES_MOST) {
    throw new RangeError(
      `the label "${name}" holds ${distinct} different values, at most ${CLASSES_MOST} classes can be learnt`,
    );
  }
  if (counts.size > 2 && positive !== undefined) {
    throw new RangeError(`--positive names one of two classes, and "${name}" has ${counts.size}`);
  }
  const ordered =
    counts.size === 2 ? withPositive(profile, positive) : { classes: inOrder([...counts.keys()]) };
  return { ...ordered, counts: ordered.classes.map((each) => counts.get(each) ?? 0) };
}

function isAmount({ counts, numbers, wholeNumbers, values, isOverflowing }: ColumnProfile): boolean {
  if (numbers < values) return false;
  const hasFractions = wholeNumbers < numbers;
  return isOverflowing || counts.size > (hasFractions ? NUMBERS_MOST : CLASSES_MOST);
}

function withPositive({ name, counts }: ColumnProfile, told: string | undefined) {
  const both = [...counts.keys()];
  const other = (positive: string): string => both.find((each) => each !== positive) ?? '';
  if (told !== undefined) {
    const positive = categoryKey(told.trim());
    if (!counts.has(positive)) {
      throw new RangeError(`--positive "${told}" is not in the label "${name}", which holds ${listed(both)}`);
    }
    return { classes: [other(positive), positive], why: 'as told' };
  }
  const numbers = both.map(parseNumber);
  const words = both.map(parseBoolean);
  if (words.includes(true) && words.includes(false)) {
    const positive = both[words.indexOf(true)] ?? '';
    return { classes: [other(positive), positive], why: 'it says yes' };
  }
  if (!numbers.includes(undefined)) {
    const ordered = inOrder(both);
    return { classes: ordered, why: 'the larger number' };
  }
  const byCount = both.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return { classes: byCount, why: 'the rarer one' };
}

function inOrder(classes: readonly string[]): readonly string[] {
  const areNumbers = classes.every((each) => parseNumber(each) !== undefined);
  return classes.toSorted((a, b) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : 1));
}

const listed = (values: readonly string[]): string =>
  values
    .slice(0, SHOWN_MOST)
    .map((value) => `"${value}"`)
    .join(', ');
