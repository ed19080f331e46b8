import { readFile } from 'node:fs/promises';

export interface MemorySample {
  readonly atHours: number;
  readonly rssMb: number;
}

export interface MemoryTrend {
  readonly firstMb: number;
  readonly lastMb: number;
  readonly slopeMbPerHour: number;
  /** Growth over the time looked at, as a share of the size at its beginning, both by the fitted line. */
  readonly growth: number;
}

/** Resident memory of a process, from Linux's /proc. */
export const rssMbOf = (pid: number): Promise<number> => statusMb(pid, 'VmRSS');

/** The most resident memory it ever had. */
export const peakRssMbOf = (pid: number): Promise<number> => statusMb(pid, 'VmHWM');

async function statusMb(pid: number, name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** The straight line through the samples by least squares. */
export function trendOf(samples: readonly MemorySample[]): MemoryTrend {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) throw new Error('there are no samples');
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanHours = mean(samples.map(({ atHours }) => atHours));
  const meanMb = mean(samples.map(({ rssMb }) => rssMb));
  const sum = (term: (sample: MemorySample) => number) =>
    samples.reduce((total, one) => total + term(one), 0);
  const spread = sum(({ atHours }) => (atHours - meanHours) ** 2);
  const slope =
    spread === 0 ? 0 : sum(({ atHours, rssMb }) => (atHours - meanHours) * (rssMb - meanMb)) / spread;
  const fitted = (hours: number) => meanMb + slope * (hours - meanHours);
  return {
    firstMb: first.rssMb,
    lastMb: last.rssMb,
    slopeMbPerHour: slope,
    growth: fitted(last.atHours) / fitted(first.atHours) - 1,
  };
}
