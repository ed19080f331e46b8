import type { LabelledTable } from '../labelled-table.ts';
import { readFraudFile } from './read-fraud-file.ts';

/** A file of numbers of `fraud/` whose column `label` is 1 for fraud; without the columns left out. */
export async function readTable(
  folder: string,
  file: string,
  leaveOut: readonly string[] = [],
): Promise<LabelledTable> {
  const { header, lines } = await readFraudFile(folder, file);
  const kept = header.flatMap((name, place) =>
    name === 'label' || leaveOut.includes(name) ? [] : [{ name, place }],
  );
  const values = kept.map(() => new Float32Array(lines.length));
  const labelPlace = header.indexOf('label');
  const labels: boolean[] = [];
  for (const [row, line] of lines.entries()) {
    const fields = line.split(',');
    labels.push(Number(fields[labelPlace]) === 1);
    for (const [i, { place }] of kept.entries()) values[i]?.fill(Number(fields[place]), row, row + 1);
  }
  return { columns: kept.map(({ name }) => name), rowCount: lines.length, values, labels };
}
