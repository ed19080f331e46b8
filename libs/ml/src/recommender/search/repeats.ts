import type { Query } from '../../sequences/queries.ts';

/** With fewer questions nothing can be said. */
const QUERIES_MIN = 200;

/** Whether shoppers of this shop come back to items they had: false only where none of many questions was answered so. */
export function areRepeatsAnswers(queries: readonly Query[]): boolean {
  if (queries.length < QUERIES_MIN) return true;
  return queries.some(({ history, targets }) => history.items.some((item) => targets.has(item)));
}
