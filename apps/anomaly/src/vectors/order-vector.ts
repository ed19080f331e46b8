import type { EpochMs, ShopId } from '#contracts';
import type { OrderVectorRow } from '#database';
import { encodeVector, ORDER_FEATURES_VERSION } from '#ml';
import type { Judgement } from '../scoring/order-judge.ts';

interface DecidedOrder {
  readonly shopId: ShopId;
  readonly orderId: string;
  /** Empty at checkout. */
  readonly eventId: string;
  readonly orderTimeMs: EpochMs;
}

type Vector = DecidedOrder &
  Pick<OrderVectorRow, 'columnsVersion' | 'modelVersion' | 'rulesVersion' | 'features'>;

/** What an order was judged by, to be kept; undefined where it was judged without its history. */
export function orderVector(
  order: DecidedOrder,
  { features, modelVersion, rulesVersion }: Pick<Judgement, 'features' | 'modelVersion' | 'rulesVersion'>,
): Vector | undefined {
  if (features === undefined) return undefined;
  return {
    ...order,
    columnsVersion: ORDER_FEATURES_VERSION,
    modelVersion: modelVersion ?? '',
    rulesVersion,
    features: encodeVector(features),
  };
}
