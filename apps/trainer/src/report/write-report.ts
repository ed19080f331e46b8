import { writeFile } from 'node:fs/promises';
import type { EpochMs, ItemId, ShopId } from '#contracts';
import type { ItemStore } from '#database';
import type { EvaluatedVersion } from '../training-run/evaluate-versions.ts';
import { evaluationPage, type ReportedVersion } from './html/evaluation-page.ts';

/** Writes the page of an evaluation to a file. Rejects with the system's error where it cannot. */
export async function writeReport(
  file: string,
  versions: readonly EvaluatedVersion[],
  items: Pick<ItemStore, 'find'>,
  at: EpochMs,
): Promise<void> {
  const reported: ReportedVersion[] = [];
  for (const version of versions) {
    const itemIds = version.details?.itemMap?.items.map(({ itemId }) => itemId) ?? [];
    reported.push({ ...version, categoryOf: await categoriesOf(items, version.shopId, itemIds) });
  }
  await writeFile(file, evaluationPage(reported, at));
}

/** The first level of the product type of each item that has one: "Home" of "Home > Kitchen". */
async function categoriesOf(
  items: Pick<ItemStore, 'find'>,
  shopId: ShopId,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // Ids of the vocabulary came from events, which were parsed.
  const found = await items.find(itemIds.map((id) => ({ shopId, id: id as ItemId })));
  return new Map(
    found.flatMap(({ id, productType }) => {
      const [first = ''] = (productType ?? '').split('>');
      return first.trim() === '' ? [] : [[id, first.trim()]];
    }),
  );
}
