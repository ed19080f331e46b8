/** One hyper-parameter and the values it may have. */
export interface Axis<Config> {
  readonly name: keyof Config & string;
  readonly values: readonly Config[keyof Config][];
}

export interface CoordinateSearch<Config> {
  readonly start: Config;
  readonly axes: readonly Axis<Config>[];
  /** Passes over all axes at most; a pass that changes nothing is the last one. */
  readonly roundsMost: number;
  /** The goal on a share (0 to 1] of the questions, higher is better; the standard error of the difference is `noise`. */
  readonly evaluate: (config: Config, share: number) => number;
  /** False ends the search with the best so far. */
  readonly goesOn: () => boolean;
}

/** A trial is looked at on this share first; only those among the better half are asked everything. */
const FIRST_SHARE = 0.25;

export interface SearchOutcome<Config> {
  readonly config: Config;
  readonly goal: number;
  readonly trials: number;
}

/**
 * Coordinate descent with successive halving (Jamieson and Talwalkar 2016) along each axis: all values of an axis are
 * tried on a quarter of the questions, the better half of them on all. Deterministic; the order of the axes is the order of
 * their worth.
 */
export function coordinateSearch<Config extends object>({
  start,
  axes,
  roundsMost,
  evaluate,
  goesOn,
}: CoordinateSearch<Config>): SearchOutcome<Config> {
  let best = start;
  let goal = evaluate(start, 1);
  let trials = 1;
  for (let round = 0; round < roundsMost; round++) {
    const before = best;
    for (const { name, values } of axes) {
      const others = values
        .filter((value) => value !== best[name])
        .map((value): Config => ({ ...best, [name]: value }));
      const first: { readonly config: Config; readonly goal: number }[] = [];
      for (const config of others) {
        if (!goesOn()) return { config: best, goal, trials };
        first.push({ config, goal: evaluate(config, FIRST_SHARE) });
        trials++;
      }
      first.sort((a, b) => b.goal - a.goal);
      for (const { config } of first.slice(0, Math.ceil(first.length / 2))) {
        if (!goesOn()) return { config: best, goal, trials };
        const found = evaluate(config, 1);
        if (found > goal) [best, goal] = [config, found];
      }
    }
    if (best === before) break;
  }
  return { config: best, goal, trials };
}
