import type { CompressionFigures, Manifest, ModelEvaluation } from '#ml';

/** What compression cost and gave, as two more rows of the version's evaluations; none where nothing was compressed. */
export function compressionEvaluations({ compression }: Manifest): readonly ModelEvaluation[] {
  if (compression === undefined) return [];
  return [
    { model: 'uncompressed', metrics: metricsOf(compression.before) },
    { model: 'compressed', metrics: metricsOf(compression.after) },
  ];
}

/** The first word is the heading that `formatEvaluations` puts over the second. */
function metricsOf({ ndcg, bytes, millisecondsPerList }: CompressionFigures): ModelEvaluation['metrics'] {
  return [
    { name: 'stored ndcg@20', value: ndcg },
    { name: 'stored bytes', value: bytes },
    ...(millisecondsPerList === undefined ? [] : [{ name: 'stored ms/list', value: millisecondsPerList }]),
  ];
}
