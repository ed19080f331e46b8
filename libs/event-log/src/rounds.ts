/** One round at a time: who enters while it is under way waits, and goes together with the others in the next one. */
export class Rounds<Entrant> {
  readonly #run: (entrants: readonly Entrant[]) => Promise<void>;
  #waiting: Entrant[] = [];
  #underWay = false;

  /** `run` must not reject. */
  constructor(run: (entrants: readonly Entrant[]) => Promise<void>) {
    this.#run = run;
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
      await this.#run(entrants);
    }
    this.#underWay = false;
  }
}
