import {
  categoryKey,
  confusionOf,
  decisionFigures,
  isMissing,
  TableBuilder,
  type Misfits,
  type TableModel,
} from '#ml';
import { csvLine } from './csv/csv-line.ts';
import type { LineWriter } from './csv/line-writer.ts';
import type { CsvFile, CsvRow } from './csv/read-rows.ts';
import { TableFileError } from './csv/table-file-error.ts';

const CHUNK_ROWS = 1_000;

/** One file on its way through a model. */
export class TablePrediction {
  private readonly builder: TableBuilder;
  private readonly places: readonly number[];
  private readonly labelPlace: number;
  private rows = 0;
  private readonly compared = { labels: [] as number[], decisions: [] as number[] };
  private readonly confusion: Float64Array;

  constructor(
    private readonly model: TableModel,
    file: string,
    private readonly csv: CsvFile,
    private readonly reasons: number,
  ) {
    const { columns, label, classes } = model.facts;
    const missing = columns.filter(({ name }) => !csv.columns.includes(name)).map(({ name }) => `"${name}"`);
    if (missing.length > 0)
      throw new TableFileError(file, `it has no column ${missing.join(', ')}, which the model reads`);
    this.places = columns.map(({ name }) => csv.columns.indexOf(name));
    this.labelPlace = csv.columns.indexOf(label);
    this.builder = new TableBuilder(columns, CHUNK_ROWS);
    this.confusion = new Float64Array(classes.length ** 2);
  }

  async run(writer: LineWriter): Promise<void> {
    await writer.write(csvLine([...this.csv.columns, ...this.addedColumns()]));
    let chunk: CsvRow[] = [];
    for await (const row of this.csv.rows) {
      chunk.push(row);
      if (chunk.length < CHUNK_ROWS) continue;
      await this.write(writer, chunk);
      chunk = [];
    }
    await this.write(writer, chunk);
  }

  /** For whoever ran it. */
  summary(): readonly string[] {
    return [
      `${this.rows.toLocaleString('en')} rows predicted.`,
      ...this.builder.misfits.flatMap(misfitText),
      ...this.comparison(),
    ];
  }

  private addedColumns(): readonly string[] {
    const { classes } = this.model.facts;
    const probable = classes.length === 2 ? classes.slice(1) : classes;
    return [
      'predicted',
      ...probable.map((label) => `probability of ${label}`),
      ...Array.from({ length: this.reasons }, (_, place) => `reason ${place + 1}`),
    ];
  }

  private async write(writer: LineWriter, chunk: readonly CsvRow[]): Promise<void> {
    for (const { cells } of chunk) this.builder.add((column) => cells[this.places[column] ?? -1] ?? '');
    const table = this.builder.take();
    const predictions = this.model.predict(table);
    const explained = this.reasons === 0 ? [] : this.model.explain(table);
    const lines = chunk.map(({ cells }, i) => {
      const { label, probabilities } = predictions[i] ?? { label: '', probabilities: new Float64Array() };
      this.compare(cells, label);
      const probable = probabilities.length === 2 ? probabilities.slice(1) : probabilities;
      const reasons = (explained[i] ?? []).slice(0, this.reasons).map(({ column, adds }) => {
        const value = cells[this.csv.columns.indexOf(column)] ?? '';
        return `${column} is ${value === '' ? 'missing' : value}: ${adds < 0 ? '−' : '+'}${Math.abs(adds).toFixed(2)}`;
      });
      return csvLine([...cells, label, ...Array.from(probable, (each) => each.toFixed(6)), ...reasons]);
    });
    await writer.write(lines.join(''));
    this.rows += chunk.length;
    this.addUp();
  }

  private compare(cells: readonly string[], decided: string): void {
    const label = cells[this.labelPlace] ?? '';
    const { classes } = this.model.facts;
    const truth = isMissing(label) ? -1 : classes.indexOf(categoryKey(label));
    if (truth < 0) return;
    this.compared.labels.push(truth);
    this.compared.decisions.push(classes.indexOf(decided));
  }

  private addUp(): void {
    const { labels, decisions } = this.compared;
    const part = confusionOf(
      Int32Array.from(labels),
      Int32Array.from(decisions),
      this.model.facts.classes.length,
    );
    for (const [at, rows] of part.entries()) this.confusion[at] = (this.confusion[at] ?? 0) + rows;
    labels.length = 0;
    decisions.length = 0;
  }

  private comparison(): readonly string[] {
    const rows = this.confusion.reduce((sum, each) => sum + each, 0);
    if (rows === 0) return [];
    const { label, classes } = this.model.facts;
    const { accuracy, precision, recall, f1 } = decisionFigures(this.confusion, classes.length);
    const figures = [
      `accuracy ${accuracy.toFixed(4)}`,
      `precision ${precision.toFixed(4)}`,
      `recall ${recall.toFixed(4)}`,
      `F1 ${f1.toFixed(4)}`,
    ];
    return [`Beside "${label}" of ${rows.toLocaleString('en')} rows: ${figures.join(', ')}.`];
  }
}

function misfitText({ name, strays, unseen }: Misfits): readonly string[] {
  return [
    ...(strays > 0 ? [`${strays} values of "${name}" were not of its type and count as missing.`] : []),
    ...(unseen > 0 ? [`${unseen} values of "${name}" were not met in training.`] : []),
  ];
}
