import { describe, expect, it } from '@jest/globals';
import { IdleFetches } from './idle-fetches.ts';

const WAIT_MS = 200;

function idleFetches() {
  let calls = 0;
  const idle = new IdleFetches(WAIT_MS, () => calls++);
  idle.begin(1);
  idle.begin(2);
  const fetchAll = (durationMs: number) => [1, 2].forEach((nodeId) => idle.end(nodeId, durationMs));
  return { idle, fetchAll, calls: () => calls };
}

describe('IdleFetches', () => {
  it('reports when every broker came back empty three times in a row', () => {
    const { fetchAll, calls } = idleFetches();
    fetchAll(WAIT_MS);
    fetchAll(WAIT_MS + 5);
    expect(calls()).toBe(0);
    fetchAll(WAIT_MS);
    expect(calls()).toBe(1);
  });

  it('waits for the broker that still brings records', () => {
    const { idle, calls } = idleFetches();
    for (let fetches = 0; fetches < 5; fetches++) idle.end(1, WAIT_MS);
    idle.end(2, 3);
    expect(calls()).toBe(0);
  });

  it('begins again when records came, even in a slow fetch', () => {
    const { idle, fetchAll, calls } = idleFetches();
    fetchAll(WAIT_MS);
    fetchAll(WAIT_MS);
    fetchAll(WAIT_MS * 4);
    const before = calls();
    idle.reset();
    fetchAll(WAIT_MS);
    fetchAll(WAIT_MS);
    expect(calls()).toBe(before);
  });
});
