import type { ShopId } from '#contracts';
import type { DriftReport, FraudDriftStore, Sql } from '#database';
import type { Logger } from '#service';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import type { FraudModels } from '../models/fraud-models.ts';
import type { WebhookDesk } from '../webhook/webhook-desk.ts';
import { DriftBoard } from './drift-board.ts';
import { driftDraft } from './drift-draft.ts';
import { SHIFT_PSI, toDriftMessage } from './drift-message.ts';

/** Of a line in the log. */
const FEATURES_LOGGED = 20;

/** Watches how far orders move from those of the training: exactly once, whatever batch is delivered again. */
export class FraudDrift {
  constructor(
    private readonly store: FraudDriftStore,
    private readonly models: Pick<FraudModels, 'of'>,
    private readonly webhooks: Pick<WebhookDesk, 'call'>,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
  ) {}

  /** Of shops whose screening the transaction has locked. */
  async begin(sql: Sql, shopIds: readonly ShopId[]): Promise<DriftBoard> {
    return new DriftBoard(await this.store.readWindows(sql, shopIds), this.models);
  }

  /**
   * Keeps the counts, and tells of those that are complete: at most once a day of a shop. Returns the alerts to raise, one
   * for each time that the orders of a model begin to drift.
   */
  async end(sql: Sql, board: DriftBoard): Promise<readonly AlertDraft[]> {
    const drafts: AlertDraft[] = [];
    for (const row of board.rows()) await this.store.saveWindow(sql, row);
    for (const report of board.reports()) {
      const goesOn = await this.hadDrifted(sql, report);
      await this.store.addReport(sql, report);
      const { shopId } = report;
      const { features, hasDrifted, ...told } = toDriftMessage(report);
      if (hasDrifted) {
        if (!goesOn) drafts.push(driftDraft(report));
        const shifted = features.filter(({ psi }) => psi > SHIFT_PSI);
        const drift = { ...told, hasDrifted, features: shifted };
        await this.webhooks.call(sql, [{ shopId, type: 'drift.detected', drift }]);
        this.logger.warn(
          { shopId, ...told, shifted: shifted.slice(0, FEATURES_LOGGED) },
          'orders have drifted from those the fraud model was trained on',
        );
      } else
        this.logger.info({ shopId, ...told, most: features[0] }, 'orders are like those of the training');
    }
    return drafts;
  }

  /** Whether the report before, of the same model, had drifted too. */
  private async hadDrifted(sql: Sql, { shopId, version }: DriftReport): Promise<boolean> {
    const [before] = await this.store.reports(sql, shopId, { version, limit: 1 });
    return before !== undefined && toDriftMessage(before).hasDrifted;
  }
}
