import { beforeEach, describe, expect, it } from '@jest/globals';
import { LabelPhases } from './label-phases.ts';

describe('the phases of a run with labels', () => {
  let phases: LabelPhases;

  beforeEach(() => {
    phases = new LabelPhases();
    phases.scoredBy('fraud-1');
  });

  it('begin before labels, whatever models serve', () => {
    phases.scoredBy('fraud-2');
    expect(phases.now).toBe('before labels');
  });

  it('have labels arriving until a version scores that did not serve before them', () => {
    phases.labelKnown();
    phases.scoredBy('fraud-1');
    // Rules alone decided: the model was missing for a moment.
    phases.scoredBy('');
    expect(phases.now).toBe('labels arriving');
    phases.scoredBy('fraud-3');
    expect(phases.now).toBe('after labels');
  });

  it('end after labels, also where more labels come or an older version comes back', () => {
    phases.labelKnown();
    phases.scoredBy('fraud-3');
    phases.labelKnown();
    phases.scoredBy('fraud-1');
    expect(phases.now).toBe('after labels');
  });
});
