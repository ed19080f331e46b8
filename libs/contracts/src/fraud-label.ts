import type { EpochMs, OrderId } from './ids.ts';

/** Who may say whether an order was fraud, strongest first. */
export const LABEL_SOURCES = ['chargeback', 'analyst', 'refund', 'rule'] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

/** What somebody says of an order. */
export interface FraudLabel {
  readonly orderId: OrderId;
  readonly isFraud: boolean;
  readonly source: LabelSource;
  /** When it could be known; nothing of an earlier time may be learnt from it. */
  readonly knownAtMs: EpochMs;
  /** Whoever resolved it, for an analyst's label; else empty. */
  readonly author: string;
  /** What it comes from: "event/ID", "alert/ID". */
  readonly evidence: string;
}
