import type { Consumption } from '../event-log.ts';
import type { CatchUp } from '../catch-up.ts';
import type { PartitionLoop } from './partition-loop.ts';

/** Runs a loop for every partition until it is stopped. */
export class FollowConsumption implements Consumption {
  readonly caughtUp: Promise<void>;
  readonly #catchUp: CatchUp;
  readonly #stop: AbortController;
  readonly #done: Promise<unknown>;

  constructor(loops: readonly PartitionLoop[], catchUp: CatchUp, stop: AbortController) {
    this.caughtUp = catchUp.reached;
    this.#catchUp = catchUp;
    this.#stop = stop;
    this.#done = Promise.all(loops.map((loop) => loop.run()));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#done;
    this.#catchUp.finish();
  }
}
