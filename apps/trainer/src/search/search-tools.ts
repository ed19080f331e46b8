import path from 'node:path';
import type { ShopId } from '#contracts';
import { TrialsInProcess, type SearchTools } from '#ml';
import type { Clock } from '#service';
import type { TrainerConfig } from '../config.ts';
import { FileTrialJournal } from './file-trial-journal.ts';
import { TrialPool } from './trial-pool.ts';

/** Below this the search is over before other processes have begun. */
const POOLED_INTERACTIONS_MIN = 50_000;
/** In all processes together: each has a copy of the data, some 50 bytes an interaction. */
const INTERACTIONS_MOST = 30_000_000;

type SearchConfig = Pick<
  TrainerConfig,
  'CARTWISE_ARTIFACTS_DIR' | 'CARTWISE_TRAIN_PROCESSES' | 'CARTWISE_TRAIN_SEARCH_TIME'
>;

/** What one search of a shop may use; its time begins now. */
export function searchTools(config: SearchConfig, shopId: ShopId, clock: Clock): SearchTools {
  const endsAt = clock() + config.CARTWISE_TRAIN_SEARCH_TIME;
  return {
    goesOn: () => clock() < endsAt,
    openTrials: async (data) => {
      const interactions = data.corpus.items.length;
      const fit = Math.floor(INTERACTIONS_MOST / interactions);
      const processes = Math.min(config.CARTWISE_TRAIN_PROCESSES, fit);
      return interactions < POOLED_INTERACTIONS_MIN || processes < 2
        ? new TrialsInProcess(data)
        : new TrialPool(data, { processes });
    },
    journal: new FileTrialJournal(path.join(config.CARTWISE_ARTIFACTS_DIR, shopId, 'search', 'trials.jsonl')),
  };
}
