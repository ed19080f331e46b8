import { tellParent } from '../supervision/tell-parent.ts';
import type { TrainingWatcher } from '../training-run/run-training.ts';

/** The supervisor that forked this process. */
export const parentWatcher: TrainingWatcher = {
  backendChosen: () => undefined,
  shopStarted: (shopId) => ({
    show: (report) => void tellParent({ type: 'progress', shopId, ...report }),
    end: () => undefined,
  }),
};
