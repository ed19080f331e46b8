import type { Evaluation } from '#contracts/generated/cartwise/models/v1/models';

const MEGABYTE = 1e6;

/** "2.1 of 8.4 MB, ndcg@20 -0.0002, 1.9 of 2.3 ms/list": what compressing a version cost and gave; "" where none was. */
export function storedSize(evaluations: readonly Evaluation[]): string {
  const figure = (model: string, metric: string): number | undefined =>
    evaluations.find((each) => each.model === model)?.metrics.find(({ name }) => name === metric)?.value;
  const pair = (metric: string) => [figure('compressed', metric), figure('uncompressed', metric)] as const;
  const [bytes, bytesBefore] = pair('stored bytes');
  const [ndcg, ndcgBefore] = pair('stored ndcg@20');
  const [ms, msBefore] = pair('stored ms/list');
  if (bytes === undefined || bytesBefore === undefined || ndcg === undefined || ndcgBefore === undefined)
    return '';
  const size = `${(bytes / MEGABYTE).toFixed(1)} of ${(bytesBefore / MEGABYTE).toFixed(1)} MB`;
  const change = ndcg - ndcgBefore;
  const loss = `ndcg@20 ${change < 0 ? '' : '+'}${change.toFixed(4)}`;
  const time =
    ms === undefined || msBefore === undefined ? [] : [`${ms.toFixed(1)} of ${msBefore.toFixed(1)} ms/list`];
  return [size, loss, ...time].join(', ');
}
