import { beforeEach, describe, expect, it } from '@jest/globals';
import { EVENTS_IN_FLIGHT_MAX } from '../limits.ts';
import { EVENTS_ALWAYS_LET_IN, WaitingBatches } from './waiting-batches.ts';

const OVERLOADED = expect.objectContaining({ code: 'OVERLOADED' });

describe('batches that wait for an answer', () => {
  let nowMs = 0;
  let waiting: WaitingBatches;

  beforeEach(() => {
    nowMs = 0;
    waiting = new WaitingBatches(() => nowMs);
  });

  const answer = (events: number) => {
    const answered = Array.from({ length: events / 1_000 }, () => waiting.enter(1_000));
    for (const done of answered) done();
  };

  it('are few where nothing was answered yet', () => {
    waiting.enter(EVENTS_ALWAYS_LET_IN);
    expect(() => waiting.enter(1)).toThrow(OVERLOADED);
  });

  it('may be as many more as were answered within the last second', () => {
    answer(2_000);
    nowMs = 500;
    answer(1_000);
    waiting.enter(EVENTS_ALWAYS_LET_IN + 3_000);
    expect(() => waiting.enter(1)).toThrow(OVERLOADED);
  });

  it('are fewer again when the log gets slower', () => {
    answer(2_000);
    nowMs = 5_000;
    waiting.enter(EVENTS_ALWAYS_LET_IN);
    expect(() => waiting.enter(1)).toThrow(OVERLOADED);
  });

  it('are let in again as soon as others are answered', () => {
    const answered = waiting.enter(EVENTS_ALWAYS_LET_IN);
    expect(() => waiting.enter(1)).toThrow(OVERLOADED);
    answered();
    expect(() => waiting.enter(1)).not.toThrow();
  });

  it('never hold more events than the memory is meant for', () => {
    for (let round = 0; round < 30; round++) answer(2_000);
    waiting.enter(EVENTS_IN_FLIGHT_MAX);
    expect(() => waiting.enter(1)).toThrow(OVERLOADED);
  });
});
