import type { InteractionSequence, Query } from '#ml';
import type { QualityBenchmark, QualityData } from '../benchmark.ts';
import { readLines } from './read-lines.ts';
import { historyAfter } from './visit-of.ts';

/** Clicks as "session TAB item TAB seconds since 1970", a heading first; sessions are asked for each of their next items. */
export function timedSessionBenchmark(
  about: Pick<QualityBenchmark, 'name' | 'describes' | 'targets'>,
  files: {
    readonly fitting: string;
    readonly validation: string;
    readonly train: string;
    readonly test: string;
  },
): QualityBenchmark {
  return {
    ...about,
    async load(folder): Promise<QualityData> {
      const items = new Map<string, number>();
      const read = async (file: string) => sessionsOf(await readLines(folder, file), items);
      const train = await read(files.train);
      const fitting = await read(files.fitting);
      const validation = (await read(files.validation)).flatMap(nextItems);
      // The protocol of these files leaves out what was never seen in training.
      const known = items.size;
      const test = (await read(files.test)).flatMap(nextItems).filter((query) => isKnown(query, known));
      return { itemCount: known, fitting, validation, train, test };
    },
  };
}

const isKnown = ({ history, targets }: Query, known: number): boolean =>
  [...history.items, ...targets].every((item) => item < known);

function sessionsOf(lines: readonly string[], items: Map<string, number>): readonly InteractionSequence[] {
  const sessions = new Map<string, { readonly items: number[]; readonly timesMs: number[] }>();
  for (const line of lines.slice(1)) {
    const [session = '', item = '', seconds = ''] = line.split('\t');
    const known = items.get(item) ?? items.size;
    items.set(item, known);
    const clicks = sessions.get(session) ?? { items: [], timesMs: [] };
    sessions.set(session, clicks);
    clicks.items.push(known);
    clicks.timesMs.push(1_000 * Number(seconds));
  }
  return [...sessions].map(([owner, clicks]) => ({
    owner,
    items: Int32Array.from(clicks.items),
    kinds: new Uint8Array(clicks.items.length),
    timesMs: Float64Array.from(clicks.timesMs),
    groups: new Int32Array(clicks.items.length),
  }));
}

const nextItems = (session: InteractionSequence): readonly Query[] =>
  Array.from({ length: Math.max(0, session.items.length - 1) }, (_, i) => ({
    task: 'in-session',
    history: historyAfter(session, i + 1),
    targets: new Set([session.items[i + 1] ?? 0]),
  }));
