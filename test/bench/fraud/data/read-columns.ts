import { readFraudFile } from './read-fraud-file.ts';

/** What makes a number of a field. */
export type FieldParser = (text: string) => number;

/**
 * The named columns of a file of `fraud/`, each [rows]. Throws naming a column that the file lacks.
 */
export async function readColumns<Name extends string>(
  folder: string,
  file: string,
  parsers: Readonly<Record<Name, FieldParser>>,
): Promise<Readonly<Record<Name, Float64Array>>> {
  const { header, lines } = await readFraudFile(folder, file);
  // Its keys are the names.
  const names = Object.keys(parsers) as Name[];
  const places = names.map((name) => {
    const place = header.indexOf(name);
    if (place < 0) throw new Error(`${file} has no column ${name}`);
    return place;
  });
  const columns = names.map(() => new Float64Array(lines.length));
  for (const [row, line] of lines.entries()) {
    const fields = line.split(',');
    for (const [i, name] of names.entries()) {
      const column = columns[i];
      if (column !== undefined) column[row] = parsers[name](fields[places[i] ?? -1] ?? '');
    }
  }
  return Object.fromEntries(names.map((name, i) => [name, columns[i]])) as Record<Name, Float64Array>;
}
