import { Coalescer, type Database } from '#database';
import type { Clock } from '#service';
import type { AlertAnnouncer } from '../alerts/alert-announcer.ts';
import { alertIdOf, type AlertDraft } from '../alerts/alert-draft.ts';
import type { AlertDesk } from '../alerts/alert-desk.ts';

/** Alerts of orders that are still at checkout: durable before the checkout is answered. */
export class CheckoutAlerts {
  /** Alerts of orders that come at the same time share a transaction. */
  private readonly opening: Coalescer<AlertDraft, void>;

  constructor(
    private readonly database: Database,
    private readonly desk: AlertDesk,
    private readonly announcer: AlertAnnouncer,
    private readonly clock: Clock,
  ) {
    // One at a time: the next would only wait for the lock under which alerts are grouped into cases.
    this.opening = new Coalescer((drafts) => this.openAll(drafts), 1);
  }

  /** The id of the order's alert, whether it is new or was there. */
  async open(draft: AlertDraft): Promise<string> {
    await this.opening.run([draft]);
    return alertIdOf(draft, this.desk.quietMs);
  }

  private async openAll(drafts: readonly AlertDraft[]): Promise<void> {
    const raised = await this.database.transaction((sql) => this.desk.raise(sql, drafts, this.clock()));
    this.announcer.announce(raised);
  }
}
