import { describe, expect, it } from '@jest/globals';
import { ColumnProfile } from '../columns/column-profile.ts';
import { classLabels } from './class-labels.ts';

function labelsOf(cells: readonly string[], positive?: string) {
  const profile = new ColumnProfile('y', 1_000);
  for (const cell of cells) profile.add(cell);
  return classLabels(profile, positive);
}

describe('classLabels', () => {
  it('has the positive class second, and says why that one', () => {
    expect(labelsOf(['1', '0', '0'])).toEqual({
      classes: ['0', '1'],
      counts: [2, 1],
      why: 'the larger number',
    });
    expect(labelsOf(['yes', 'no', 'yes'])).toMatchObject({ classes: ['no', 'yes'], why: 'it says yes' });
    expect(labelsOf(['ham', 'spam', 'ham'])).toMatchObject({
      classes: ['ham', 'spam'],
      why: 'the rarer one',
    });
    expect(labelsOf(['ham', 'spam', 'ham'], 'ham')).toMatchObject({
      classes: ['spam', 'ham'],
      why: 'as told',
    });
    expect(labelsOf(['1', '0'], '0.0').classes).toEqual(['1', '0']);
  });

  it('has many classes in their order', () => {
    expect(labelsOf(['10', '9', '', '2', '9'])).toEqual({ classes: ['2', '9', '10'], counts: [1, 2, 1] });
    expect(labelsOf(['c', 'a', 'b']).classes).toEqual(['a', 'b', 'c']);
  });

  it('refuses what is no class, with what to do', () => {
    const amounts = Array.from({ length: 200 }, (_, row) => String(row / 7));
    expect(() => labelsOf(amounts)).toThrow('200 different numbers: that is regression');
    expect(() => labelsOf(amounts.map((each) => `x${each}`))).toThrow('at most 100 classes');
    expect(() => labelsOf(['a', 'a'])).toThrow('"a" in every row: nothing to tell apart');
    expect(() => labelsOf(['', 'NA'])).toThrow('the label "y" is empty in every row');
    expect(() => labelsOf(['a', 'b'], 'c')).toThrow(
      '--positive "c" is not in the label "y", which holds "a", "b"',
    );
    expect(() => labelsOf(['a', 'b', 'c'], 'c')).toThrow('--positive names one of two classes');
  });
});
