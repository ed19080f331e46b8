import type { ModelKind, ShopId } from '#contracts';
import type { ModelVersionRow } from '#database';
import type { ArtifactFiles } from '#service';
import type { PromotionDecision } from './decide-promotion.ts';
import { readPublished } from './read-published.ts';
import type { TrainingTools } from './training-tools.ts';

export type Champion<Model> =
  | { readonly kind: 'none' }
  | { readonly kind: 'readable'; readonly row: ModelVersionRow; readonly model: Model }
  /** It may serve on in processes that loaded it before, and in none that starts now: it must not bar the way. */
  | { readonly kind: 'unreadable'; readonly row: ModelVersionRow; readonly reason: string };

/** What a challenger has to beat. */
export async function readChampion<Model>(
  tools: Pick<TrainingTools, 'models' | 'artifacts' | 'logger'>,
  shopId: ShopId,
  kind: ModelKind,
  load: (files: ArtifactFiles) => Model,
): Promise<Champion<Model>> {
  const row = await tools.models.champion(shopId, kind);
  return row === undefined ? { kind: 'none' } : { row, ...(await readPublished(tools, row, load)) };
}

/** A decision's note says that the champion was not compared, and why. */
export function mentionUnreadable(
  decision: PromotionDecision,
  champion: Champion<unknown>,
): PromotionDecision {
  if (champion.kind !== 'unreadable') return decision;
  const why = `champion ${champion.row.version} unreadable: ${champion.reason}; judged without it: `;
  return { ...decision, note: why + decision.note };
}
