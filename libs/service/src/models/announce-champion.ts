import { recordKey, TOPICS, type EpochMs } from '#contracts';
import type { ModelVersionRow, Sql } from '#database';
import { enqueue, outboxRecord } from '#event-log';

/** Tells every gateway and scorer, once the transaction commits, which version serves from now on. */
export async function announceChampion(sql: Sql, model: ModelVersionRow, promotedAt: EpochMs): Promise<void> {
  const { shopId, kind, version, artifactSha256 } = model;
  await enqueue(sql, [
    outboxRecord(TOPICS.modelVersions, recordKey(shopId, kind), {
      shopId,
      kind,
      version,
      artifactSha256,
      promotedAt,
    }),
  ]);
}
