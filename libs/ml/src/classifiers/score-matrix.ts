import type { FeatureMatrix } from '../tables/feature-matrix.ts';
import type { Classifier } from './classifier.ts';

/** What scores rows; every classifier does. */
export type RowScorer = Pick<Classifier, 'columns' | 'logit'>;

/** The log-odds of every row of a table. Throws RangeError when its columns are not those of the model. */
export function scoreMatrix(model: RowScorer, { columns, rowCount, values }: FeatureMatrix): Float64Array {
  if (columns.length !== model.columns.length || columns.some((column, i) => column !== model.columns[i]))
    throw new RangeError(`the table has the columns ${columns.join(', ')}, not ${model.columns.join(', ')}`);
  const row = new Float64Array(columns.length);
  return Float64Array.from({ length: rowCount }, (_, i) => {
    for (const [column, ofColumn] of values.entries()) row[column] = ofColumn[i] ?? NaN;
    return model.logit(row);
  });
}
