/** Orders remembered. One in a hundred is ten of them: enough to tell the strangest apart. */
const ORDERS_MAX = 1_000;

/**
 * How strange the last live orders were to a model, as the scores of its detectors. Training saw other
 * orders than those of today: another season, another time zone, a field that the shop sends only now. What was rare
 * then and is ordinary now must not stop every order (a shift of the inputs; Quiñonero-Candela et al., "Dataset Shift in
 * Machine Learning", 2009).
 */
export class RecentErrors {
  readonly #errors = new Float64Array(ORDERS_MAX);
  #count = 0;

  /**
   * The share of the last orders that were less strange, 0 to below 1; then remembers this one too. With n orders it is
   * at most n / (n + 1), so the first hundred of a new model never look like one in a hundred.
   */
  rank(error: number): number {
    const known = Math.min(this.#count, ORDERS_MAX);
    let below = 0;
    for (let index = 0; index < known; index++) if ((this.#errors[index] ?? 0) < error) below += 1;
    this.#errors[this.#count % ORDERS_MAX] = error;
    this.#count += 1;
    return below / (known + 1);
  }
}
