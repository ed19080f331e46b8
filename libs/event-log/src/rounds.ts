import { setTimeout as sleep } from 'node:timers/promises';

/** One round at a time: who enters while it is under way waits, and goes together with the others in the next one. */
export class Rounds<Entrant> {
  readonly #run: (entrants: readonly Entrant[]) => Promise<boolean>;
  readonly #restMs: number;
  #waiting: Entrant[] = [];
  #underWay = false;

  /** `run` answers whether there was more to do than fits a round: then there is no rest after it. Must not reject. */
  constructor(run: (entrants: readonly Entrant[]) => Promise<boolean>, restMs = 0) {
    this.#run = run;
    this.#restMs = restMs;
  }

  enter(entrant: Entrant): void {
    this.#waiting.push(entrant);
    if (this.#underWay) return;
    this.#underWay = true;
    // What the same turn of the event loop brings goes together.
    setImmediate(() => void this.#runAll());
  }

  async #runAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const entrants = this.#waiting;
      this.#waiting = [];
      const wasFull = await this.#run(entrants);
      if (!wasFull && this.#restMs > 0) await sleep(this.#restMs);
    }
    this.#underWay = false;
  }
}
