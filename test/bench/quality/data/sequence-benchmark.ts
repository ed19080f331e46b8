import type { InteractionSequence, ItemAttributes, Query } from '#ml';
import type { QualityBenchmark, QualityData, QualityTarget } from '../benchmark.ts';
import { readLines } from './read-lines.ts';
import { historyAfter, visitOf } from './visit-of.ts';

/**
 * Users with their items in the order of time, leave one out (BERT4Rec, Sun et al. 2019; S3-Rec, Zhou et al. 2020): the
 * last item is the test, the one before the validation. At test the validation item belongs to the history and to what
 * may be learnt from. Items of the history are never answers in these files.
 */
export function sequenceBenchmark(
  about: Pick<QualityBenchmark, 'name' | 'describes'> & { readonly targets: readonly QualityTarget[] },
  source: {
    readonly file: string;
    readonly lines: 'user items' | 'user item';
    /** JSON of the numbers of the attributes by the number of the item, both from 1 on. */
    readonly attributes?: string;
  },
): QualityBenchmark {
  return {
    ...about,
    async load(folder): Promise<QualityData> {
      const lists = listsOf(await readLines(folder, source.file), source.lines);
      const whole = lists.map((items, user) => visitOf(`u:${user}`, items, 0));
      const part = (sequence: InteractionSequence, left: number): InteractionSequence => {
        const length = Math.max(0, sequence.items.length - left);
        return { owner: sequence.owner, ...historyAfter(sequence, length) };
      };
      const itemCount = lists.reduce((most, items) => items.reduce((a, b) => Math.max(a, b), most), 0) + 1;
      return {
        itemCount,
        ...(source.attributes === undefined
          ? {}
          : { attributes: await attributesIn(folder, source.attributes, itemCount) }),
        fitting: whole.map((sequence) => part(sequence, 2)),
        validation: whole.flatMap((sequence) => lastOf(sequence, 2)),
        train: whole.map((sequence) => part(sequence, 1)),
        test: whole.flatMap((sequence) => lastOf(sequence, 1)),
      };
    },
  };
}

/** The item at `fromEnd` (1 for the last) asked for, from all before it. */
function lastOf(sequence: InteractionSequence, fromEnd: number): readonly Query[] {
  const at = sequence.items.length - fromEnd;
  if (at < 1) return [];
  return [
    {
      task: 'in-session',
      history: historyAfter(sequence, at),
      targets: new Set([sequence.items[at] ?? 0]),
    },
  ];
}

/** Items of each user, counted from 0. */
function listsOf(lines: readonly string[], kind: 'user items' | 'user item'): readonly number[][] {
  const byUser = new Map<string, number[]>();
  for (const line of lines) {
    const [user = '', ...items] = line.split(' ');
    const known = byUser.get(user) ?? [];
    if (known.length === 0) byUser.set(user, known);
    known.push(...(kind === 'user items' ? items : items.slice(0, 1)).map((item) => Number(item) - 1));
  }
  return [...byUser.values()];
}

/** Attributes without names: words of a title that is made of their numbers. */
async function attributesIn(
  folder: string,
  file: string,
  itemCount: number,
): Promise<readonly ItemAttributes[]> {
  const [text = '{}'] = await readLines(folder, file);
  const numbers = JSON.parse(text) as Readonly<Record<string, readonly number[]>>;
  return Array.from({ length: itemCount }, (_, item) => ({
    title: (numbers[String(item + 1)] ?? []).map((number) => `a${number}`).join(' '),
  }));
}
