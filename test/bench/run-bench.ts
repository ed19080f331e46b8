import { ofMustReach, type Bench, type BenchOptions, type Figures, type Numbers } from './bench.ts';
import { jsonParsesPerSecond } from './machine-speed.ts';
import { machine } from './machine.ts';

/** The line a benchmark ends in. */
export interface BenchLine {
  readonly bench: string;
  readonly perSecond: number | null;
  /** Of the peer measured in the same run (a bare echo of the same reply); null where there is none. */
  readonly ratio: number | null;
  /** What was measured over what must be reached; 1 and more is there. */
  readonly ofMustReach: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly figures: Numbers;
  readonly config: Figures;
}

export async function runBench(bench: Bench, options: BenchOptions): Promise<BenchLine> {
  const speed = jsonParsesPerSecond();
  const measured = await bench.run(options);
  const { perSecond, p50Ms, p99Ms, p999Ms } = measured;
  return {
    bench: bench.name,
    perSecond: rounded(perSecond),
    ratio: rounded(measured.ratio ?? null),
    ofMustReach: rounded(ofMustReach(bench.targets(options.log), measured)),
    p50Ms: rounded(p50Ms),
    p99Ms: rounded(p99Ms),
    p999Ms: rounded(p999Ms),
    figures: roundedAll(measured.figures),
    config: { ...measured.config, quick: options.quick, ...machine(), jsonParsesPerSecond: speed },
  };
}

/** Three digits behind the point: more would only look exact. */
const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1000) / 1000;

const roundedAll = (figures: Numbers): Numbers =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
