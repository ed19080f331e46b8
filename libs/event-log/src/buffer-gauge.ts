/** Counts the records that are read and not yet handled. */
export class BufferGauge {
  #records = 0;

  get records(): number {
    return this.#records;
  }

  add(records: number): void {
    this.#records += records;
  }
}
