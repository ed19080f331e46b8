import type { ShopId } from '#contracts';
import type { Case } from '#contracts/generated/cartwise/fraud/v1/cases';
import type { DriftReport } from '#contracts/generated/cartwise/fraud/v1/drift';
import type { Alert } from '#contracts/generated/cartwise/fraud/v1/fraud';

/** Something a shop's webhook is called for. */
export type WebhookEvent = { readonly shopId: ShopId } & (
  | { readonly type: 'alert.raised'; readonly alert: Alert }
  | { readonly type: 'case.opened' | 'case.closed'; readonly case: Case }
  /** With the features that have shifted, and no others. */
  | { readonly type: 'drift.detected'; readonly drift: DriftReport }
);
