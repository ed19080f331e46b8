import { MISSING, UNSEEN, type TableColumn } from '../table.ts';
import type { Encoding } from './encoding.ts';

/** As many columns a category may become. */
const ONE_HOT_MOST = 20;
/** Fewer rows of a category say nothing: it has no column of its own. */
const ONE_HOT_ROWS_LEAST = 3;
const DAY_MS = 86_400_000;

/** From these rows only. `labels` [table rows]. */
export function fitEncoding(
  { schema, values }: TableColumn,
  rows: Int32Array,
  labels: Int32Array,
  classCount: number,
): Encoding {
  if (schema.type === 'date') {
    return { kind: 'date', hasTime: rows.some((row) => (values[row] ?? 0) % DAY_MS !== 0) };
  }
  if (schema.type !== 'category') return { kind: 'number' };
  const classRows = new Map<number, number[]>();
  const all = Array.from({ length: classCount }, () => 0);
  for (const row of rows) {
    const label = labels[row] ?? 0;
    all[label] = (all[label] ?? 0) + 1;
    const code = values[row] ?? UNSEEN;
    let counts = classRows.get(code);
    if (counts === undefined) classRows.set(code, (counts = Array.from({ length: classCount }, () => 0)));
    counts[label] = (counts[label] ?? 0) + 1;
  }
  const codes = [...classRows]
    .filter(([code]) => code !== UNSEEN)
    .sort(([a], [b]) => a - b)
    .map(([code, counts]) => ({ code, rows: sum(counts), classRows: counts }));
  if ((schema.categories?.length ?? 0) <= ONE_HOT_MOST) {
    const frequent = codes.filter((each) => each.rows >= ONE_HOT_ROWS_LEAST || each.code === MISSING);
    return { kind: 'one-hot', codes: frequent.map(({ code }) => code) };
  }
  return { kind: 'target', codes, priors: all.map((count) => (count + 1) / (rows.length + classCount)) };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
