/** Columns kept of a row: the lightest gives way. */
const COLUMNS_MOST = 128;
const NONE = -1;

/** What was counted of one row since the model was trained, small enough to be looked through. */
export class LiveRow {
  /** Of everything that was counted, also of columns that had to give way. */
  sum = 0;
  columns = new Int32Array(4).fill(NONE);
  weights = new Float32Array(4);
  length = 0;

  add(column: number, weight: number): void {
    this.sum += weight;
    const place = this.columns.indexOf(column);
    if (place >= 0) this.weights[place] = (this.weights[place] ?? 0) + weight;
    else this.put(this.freePlace(), column, weight);
  }

  private put(place: number, column: number, weight: number): void {
    this.columns[place] = column;
    this.weights[place] = weight;
  }

  private freePlace(): number {
    if (this.length === COLUMNS_MOST) return this.lightest();
    if (this.length === this.columns.length) this.widen();
    return this.length++;
  }

  private lightest(): number {
    return this.weights.reduce((best, weight, i) => (weight < (this.weights[best] ?? 0) ? i : best), 0);
  }

  private widen(): void {
    const columns = new Int32Array(2 * this.length).fill(NONE);
    columns.set(this.columns);
    const weights = new Float32Array(2 * this.length);
    weights.set(this.weights);
    this.columns = columns;
    this.weights = weights;
  }
}
