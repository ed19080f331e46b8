import type { ShopId } from '#contracts';
import type { Logger } from '#service';
import type { ShopOutcome } from './training-outcome.ts';

/** Trains one shop after the other; what breaks in one is its outcome, and the next one has its turn. */
export async function trainEach(
  shopIds: readonly ShopId[],
  logger: Logger,
  train: (shopId: ShopId) => Promise<ShopOutcome>,
): Promise<readonly ShopOutcome[]> {
  const outcomes: ShopOutcome[] = [];
  for (const shopId of shopIds) {
    try {
      outcomes.push(await train(shopId));
    } catch (err) {
      logger.error({ err, shopId }, 'training of a shop broke off');
      outcomes.push({ kind: 'failed', shopId, reason: err instanceof Error ? err.message : String(err) });
    }
  }
  return outcomes;
}
