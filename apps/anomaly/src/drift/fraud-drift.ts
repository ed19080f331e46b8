import type { ShopId } from '#contracts';
import type { FraudDriftStore, Sql } from '#database';
import type { Logger } from '#service';
import type { FraudModels } from '../models/fraud-models.ts';
import { DriftBoard } from './drift-board.ts';

/** Siddiqi, Credit Risk Scorecards (2006): above it the population has shifted. */
const SHIFT_PSI = 0.25;

/** Watches how far orders move from those of the training: exactly once, whatever batch is delivered again. */
export class FraudDrift {
  constructor(
    private readonly store: FraudDriftStore,
    private readonly models: Pick<FraudModels, 'of'>,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
  ) {}

  /** Of shops whose screening the transaction has locked. */
  async begin(sql: Sql, shopIds: readonly ShopId[]): Promise<DriftBoard> {
    return new DriftBoard(await this.store.readWindows(sql, shopIds), this.models);
  }

  /** Keeps the counts, and tells of those that are complete: at most once a day of a shop. */
  async end(sql: Sql, board: DriftBoard): Promise<void> {
    for (const row of board.rows()) await this.store.saveWindow(sql, row);
    for (const report of board.reports()) {
      await this.store.addReport(sql, report);
      const { features, ...told } = report;
      const shifted = features.filter(({ psi }) => psi > SHIFT_PSI);
      if (shifted.length > 0 || report.scorePsi > SHIFT_PSI) {
        this.logger.warn(
          { ...told, shifted },
          'orders have drifted from those the fraud model was trained on',
        );
      } else this.logger.info({ ...told, most: features[0] }, 'orders are like those of the training');
    }
  }
}
