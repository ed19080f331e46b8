import type { EpochMs, OrderId } from '#contracts';
import type { Order } from '#ml';

/** An order that waits for a decision. */
export interface Checkout {
  readonly orderId: OrderId;
  /** Empty for a guest. */
  readonly userId: string;
  readonly timeMs: EpochMs;
  readonly order: Order;
}
