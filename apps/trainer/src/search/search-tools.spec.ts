import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EpochMs, ShopId } from '#contracts';
import { TrialsInProcess, type SearchData } from '#ml';
import type { TrainerConfig } from '../config.ts';
import { searchTools } from './search-tools.ts';
import { TrialPool } from './trial-pool.ts';

const SHOP = 'demo' as ShopId;
/** Of so many interactions; only their number is looked at before the first trial. */
const dataOf = (interactions: number): SearchData => ({
  corpus: {
    itemCount: 0,
    items: new Int32Array(interactions),
    kinds: new Uint8Array(0),
    timesMs: new Float64Array(0),
    sequenceOf: new Int32Array(0),
    groupOf: new Int32Array(0),
    groupCount: 0,
    placeStart: new Int32Array(1),
    places: new Int32Array(0),
    counts: new Float64Array(0),
    lastMs: 0,
  },
  questions: [],
  repeats: true,
});

describe('the tools of a search', () => {
  let folder: string;
  let nowMs = 1_000;
  const tools = (changes: Partial<TrainerConfig> = {}) => {
    const config: Pick<
      TrainerConfig,
      'CARTWISE_ARTIFACTS_DIR' | 'CARTWISE_TRAIN_PROCESSES' | 'CARTWISE_TRAIN_SEARCH_TIME'
    > = {
      CARTWISE_ARTIFACTS_DIR: folder,
      CARTWISE_TRAIN_PROCESSES: 4,
      CARTWISE_TRAIN_SEARCH_TIME: 60_000,
      ...changes,
    };
    return searchTools(config, SHOP, () => nowMs as EpochMs);
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-search-'));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('end it after its time', () => {
    const { goesOn } = tools();
    nowMs += 59_999;
    expect(goesOn?.()).toBe(true);
    nowMs += 1;
    expect(goesOn?.()).toBe(false);
  });

  it('use other processes where there is enough to do', async () => {
    const open = async (interactions: number, changes: Partial<TrainerConfig> = {}) =>
      tools(changes).openTrials?.(dataOf(interactions));
    expect(await open(1_000)).toBeInstanceOf(TrialsInProcess);
    expect(await open(60_000)).toBeInstanceOf(TrialPool);
    expect(await open(60_000, { CARTWISE_TRAIN_PROCESSES: 1 })).toBeInstanceOf(TrialsInProcess);
  });

  it('do not copy the largest data more often than memory has room for', async () => {
    expect(await tools().openTrials?.(dataOf(20_000_000))).toBeInstanceOf(TrialsInProcess);
  });

  it("keep the journal beside the shop's models", async () => {
    await tools().journal?.open('a');
    await access(path.join(folder, SHOP, 'search', 'trials.jsonl'));
  });
});
