/** One hyper-parameter and the values it may have. */
export interface Axis<Config> {
  readonly name: keyof Config & string;
  readonly values: readonly Config[keyof Config][];
}

export interface CoordinateSearch<Config> {
  /** The search begins at the best of them. */
  readonly starts: readonly [Config, ...Config[]];
  readonly axes: readonly Axis<Config>[];
  /** Passes over all axes at most; a pass that changes nothing is the last one. */
  readonly roundsMost: number;
  /** Rungs of successive halving: shares of the questions are the evaluator's matter, the last rung is all of them. */
  readonly rungs: number;
  /** The goals at a rung, in the order of the configurations; higher is better. Each was asked the rungs before already. */
  readonly evaluate: (configs: readonly Config[], rung: number) => Promise<readonly number[]>;
  /** False ends the search with the best so far. */
  readonly goesOn: () => boolean;
}

export interface SearchOutcome<Config> {
  readonly config: Config;
  readonly goal: number;
  /** Configurations that were looked at. */
  readonly trials: number;
  /** False where it was ended before the axes were through. */
  readonly isComplete: boolean;
}

/**
 * Coordinate descent with successive halving (Jamieson and Talwalkar 2016) along each axis: all values of an axis are
 * tried at the first rung, the better half of them goes on to the next, and what is left at the last is held against
 * the best so far. Deterministic; the order of the axes is the order of their worth.
 * Throws RangeError without a start, and what `evaluate` throws.
 */
export async function coordinateSearch<Config extends object>(
  search: CoordinateSearch<Config>,
): Promise<SearchOutcome<Config>> {
  const { starts, axes, roundsMost, goesOn } = search;
  // Presets are compared in full, whatever the time.
  let best = bestOf(await askAll(search, starts));
  if (best === undefined) throw new RangeError('a search needs a start');
  let trials = starts.length;
  for (let round = 0; round < roundsMost; round++) {
    const before = best.config;
    for (const { name, values } of axes) {
      const { config } = best;
      const others = values.filter((value) => value !== config[name]);
      let left: readonly Judged<Config>[] = others.map((value) => ({
        config: { ...config, [name]: value },
        goal: 0,
      }));
      for (let rung = 0; rung < search.rungs; rung++) {
        if (!goesOn()) return { ...best, trials, isComplete: false };
        const half = rung === 0 ? left : sorted(left).slice(0, Math.ceil(left.length / 2));
        left = await ask(search, half, rung);
      }
      trials += others.length;
      const found = bestOf(left);
      if (found !== undefined && found.goal > best.goal) best = found;
    }
    if (best.config === before) break;
  }
  return { ...best, trials, isComplete: true };
}

interface Judged<Config> {
  readonly config: Config;
  /** At the last rung it was asked. */
  readonly goal: number;
}

async function ask<Config>(
  { evaluate }: CoordinateSearch<Config>,
  judged: readonly Judged<Config>[],
  rung: number,
): Promise<readonly Judged<Config>[]> {
  const goals = await evaluate(
    judged.map(({ config }) => config),
    rung,
  );
  return judged.map(({ config }, i) => ({ config, goal: goals[i] ?? -Infinity }));
}

async function askAll<Config>(
  search: CoordinateSearch<Config>,
  configs: readonly Config[],
): Promise<readonly Judged<Config>[]> {
  let judged: readonly Judged<Config>[] = configs.map((config) => ({ config, goal: 0 }));
  for (let rung = 0; rung < search.rungs; rung++) judged = await ask(search, judged, rung);
  return judged;
}

/** Best first; of equal ones the one that was tried first. */
const sorted = <Config>(judged: readonly Judged<Config>[]) => judged.toSorted((a, b) => b.goal - a.goal);
const bestOf = <Config>(judged: readonly Judged<Config>[]) => sorted(judged)[0];
