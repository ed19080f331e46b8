import { parseArgs } from 'node:util';
import { z } from 'zod';
import { fileWriter, streamWriter } from './csv/line-writer.ts';
import { readRows } from './csv/read-rows.ts';
import { readModelFolder } from './model/model-folder.ts';
import { OptionError, parseOptions } from './option-error.ts';
import { TablePrediction } from './table-prediction.ts';

const Options = z.object({
  out: z.string().min(1).optional(),
  reasons: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a whole number up to 99')
    .transform(Number)
    .default(0),
  'no-header': z.boolean().default(false),
});

/**
 * `predict-table MODEL FILE.csv [--out FILE.csv] [--reasons N]`: every row with what is predicted, as CSV. A column of
 * the label, where there is one, is compared. Only a piece of the file is in memory.
 */
export async function predictTableOnCommand(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, reasons: { type: 'string' }, 'no-header': { type: 'boolean' } },
  });
  const options = parseOptions(Options, values);
  const [folder, file, ...others] = positionals;
  if (folder === undefined || file === undefined || others.length > 0) {
    throw new OptionError('give the folder of a model and one CSV file');
  }
  const model = await readModelFolder(folder);
  const csv = await readRows(file, !options['no-header']);
  const predicting = new TablePrediction(model, file, csv, options.reasons);
  const writer = options.out === undefined ? streamWriter(process.stdout) : fileWriter(options.out);
  try {
    await predicting.run(writer);
    await writer.end();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  process.stderr.write(`${predicting.summary().join('\n')}\n`);
}
