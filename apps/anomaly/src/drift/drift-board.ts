import type { ShopId } from '#contracts';
import type { DriftReport, DriftWindowRow } from '#database';
import { DriftCounts, type FraudModel } from '#ml';
import type { FraudModels } from '../models/fraud-models.ts';
import type { Judgement } from '../scoring/order-judge.ts';

const DAY_MS = 86_400_000;
/** With fewer, chance moves an index by a tenth of what counts as a shift. */
export const DRIFT_ORDERS_MIN = 500;

interface Window {
  readonly model: FraudModel;
  readonly fromMs: number;
  readonly counts: DriftCounts;
  orders: number;
}

/**
 * The orders of shops, counted beside those that their models were trained on, while a batch is in hand. A count takes a
 * day or longer, so that the hour of the day is no drift, and ends with a report.
 */
export class DriftBoard {
  private readonly windows = new Map<ShopId, Window>();
  private readonly known: ReadonlyMap<ShopId, DriftWindowRow>;
  private readonly closed: DriftReport[] = [];

  constructor(
    rows: readonly DriftWindowRow[],
    private readonly models: Pick<FraudModels, 'of'>,
  ) {
    this.known = new Map(rows.map((row) => [row.shopId, row]));
  }

  /** What an order was judged by. A shop without a model that keeps a baseline is not counted. */
  count(
    shopId: ShopId,
    { features, strangeness }: Pick<Judgement, 'features' | 'strangeness'>,
    timeMs: number,
  ): void {
    const window = this.windowOf(shopId, timeMs);
    if (window === undefined || features === undefined || strangeness === undefined) return;
    window.counts.add(features, strangeness);
    window.orders += 1;
    if (window.orders < DRIFT_ORDERS_MIN || timeMs - window.fromMs < DAY_MS) return;
    this.closed.push(reportOf(shopId, window, timeMs));
    this.windows.set(shopId, emptyWindow(window.model, timeMs));
  }

  /** Those that are to be kept. */
  rows(): readonly DriftWindowRow[] {
    return [...this.windows].map(([shopId, { model, fromMs, orders, counts }]) => ({
      shopId,
      version: model.manifest.version,
      fromMs,
      orders,
      counts: counts.state(),
    }));
  }

  reports(): readonly DriftReport[] {
    return this.closed;
  }

  private windowOf(shopId: ShopId, timeMs: number): Window | undefined {
    const model = this.models.of(shopId);
    if (model?.baseline === undefined) return undefined;
    const current = this.windows.get(shopId) ?? this.keptWindow(shopId, model);
    // Another model is compared with other orders.
    const window = current?.model === model ? current : emptyWindow(model, timeMs);
    this.windows.set(shopId, window);
    return window;
  }

  private keptWindow(shopId: ShopId, model: FraudModel): Window | undefined {
    const row = this.known.get(shopId);
    const { baseline } = model;
    if (row === undefined || baseline === undefined || row.version !== model.manifest.version)
      return undefined;
    const { fromMs, orders, counts } = row;
    return { model, fromMs, orders, counts: DriftCounts.from(baseline, counts) };
  }
}

function emptyWindow(model: FraudModel, fromMs: number): Window {
  const { baseline } = model;
  if (baseline === undefined) throw new TypeError('the model keeps no baseline');
  return { model, fromMs, orders: 0, counts: DriftCounts.empty(baseline) };
}

function reportOf(shopId: ShopId, { model, fromMs, orders, counts }: Window, untilMs: number): DriftReport {
  const { features, score } = counts.measure();
  return {
    shopId,
    version: model.manifest.version,
    fromMs,
    untilMs,
    orders,
    scorePsi: score,
    features: model.columns
      .map((feature, i) => ({ feature, psi: features[i] ?? 0 }))
      .sort((a, b) => b.psi - a.psi),
  };
}
