import type { EpochMs, ModelKind, ModelVersionId, ShopId } from '#contracts';
import type { Database, Sql } from '../connection/database.ts';
import { lockPromotions } from './lock-promotions.ts';
import type {
  ModelStatus,
  ModelVersionRow,
  ModelVersionWithStatus,
  ShadowRun,
  StoredEvaluation,
} from './model-version-row.ts';

interface Columns {
  readonly shop_id: string;
  readonly version: string;
  readonly kind: ModelKind;
  readonly trained_ms: string;
  readonly data_from_ms: string;
  readonly data_until_ms: string;
  readonly evaluations: readonly StoredEvaluation[];
  readonly artifact_sha256: string;
  readonly backend: string;
  readonly train_seconds: number;
  readonly note: string;
  readonly artifact_deleted_ms: string | null;
  readonly shadow_run: ShadowRun | null;
  readonly status: ModelStatus;
}

const epochMs = (column: string) => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** Id of the promotion that counts for the shop and kind of the outer query's row. */
const newestPromotion = (row: string) =>
  `(SELECT max(id) FROM model_promotion WHERE shop_id = ${row}.shop_id AND kind = ${row}.kind)`;

const SELECT = `
  SELECT shop_id, version, kind, ${epochMs('trained_at')} AS trained_ms, ${epochMs('data_from')} AS data_from_ms,
         ${epochMs('data_until')} AS data_until_ms, evaluations, artifact_sha256, backend, train_seconds, note,
         shadow_run, ${epochMs('artifact_deleted_at')} AS artifact_deleted_ms,
         CASE
           WHEN version = (SELECT version FROM model_promotion WHERE id = ${newestPromotion('model')}) THEN 'champion'
           WHEN EXISTS (SELECT FROM model_promotion AS was WHERE was.shop_id = model.shop_id AND was.version = model.version)
             THEN 'retired'
           ELSE 'challenger'
         END AS status
  FROM model_version AS model`;

/** Model versions and which of them serves. Written by the trainer, and by the gateway where people promote. */
export class ModelStore {
  constructor(private readonly database: Database) {}

  async insert(sql: Sql, row: ModelVersionRow): Promise<void> {
    await sql.query(
      `INSERT INTO model_version (shop_id, version, kind, trained_at, data_from, data_until, evaluations,
                                  artifact_sha256, backend, train_seconds, note)
       VALUES ($1, $2, $3, to_timestamp($4 / 1000.0), to_timestamp($5 / 1000.0), to_timestamp($6 / 1000.0),
               $7, $8, $9, $10, $11)`,
      [
        row.shopId,
        row.version,
        row.kind,
        row.trainedAt,
        row.dataFrom,
        row.dataUntil,
        JSON.stringify(row.evaluations),
        row.artifactSha256,
        row.backend,
        row.trainSeconds,
        row.note,
      ],
    );
  }

  /** Puts into a version's record how it did in the shadow, in place of an earlier run. */
  async recordShadowRun(sql: Sql, shopId: ShopId, version: ModelVersionId, run: ShadowRun): Promise<void> {
    await sql.query('UPDATE model_version SET shadow_run = $3 WHERE shop_id = $1 AND version = $2', [
      shopId,
      version,
      JSON.stringify(run),
    ]);
  }

  /** Newest first; of both kinds when `kind` is undefined. */
  async list(
    shopId: ShopId,
    kind: ModelKind | undefined,
    limit: number,
  ): Promise<readonly ModelVersionWithStatus[]> {
    const rows = await this.database.query<Columns>(
      `${SELECT} WHERE shop_id = $1 AND ($2::text IS NULL OR kind = $2)
       ORDER BY trained_at DESC, version DESC LIMIT $3`,
      [shopId, kind ?? null, limit],
    );
    return rows.map(fromColumns);
  }

  /** `sql` may be a transaction, so that it needs no second connection. */
  async find(
    shopId: ShopId,
    version: ModelVersionId,
    sql: Sql = this.database,
  ): Promise<ModelVersionWithStatus | undefined> {
    return one(sql, 'shop_id = $1 AND version = $2', [shopId, version]);
  }

  /** The version that serves. */
  async champion(shopId: ShopId, kind: ModelKind): Promise<ModelVersionWithStatus | undefined> {
    return one(
      this.database,
      `shop_id = $1 AND kind = $2
       AND version = (SELECT version FROM model_promotion WHERE id = ${newestPromotion('model')})`,
      [shopId, kind],
    );
  }

  /** The version that a rollback would make champion. */
  async previousChampion(shopId: ShopId, kind: ModelKind): Promise<ModelVersionWithStatus | undefined> {
    return one(
      this.database,
      `shop_id = $1 AND kind = $2 AND version = (
         SELECT before.version FROM model_promotion AS now JOIN model_promotion AS before ON before.id = now.falls_back_to
         WHERE now.id = ${newestPromotion('model')})`,
      [shopId, kind],
    );
  }

  /** Makes a version the champion; nothing when it is already. The caller's transaction holds off other promotions. */
  async recordPromotion(
    sql: Sql,
    shopId: ShopId,
    kind: ModelKind,
    version: ModelVersionId,
    at: EpochMs,
  ): Promise<void> {
    await lockPromotions(sql, shopId, kind);
    await sql.query(
      `INSERT INTO model_promotion (shop_id, kind, version, promoted_at, falls_back_to)
       SELECT $1, $2, $3, to_timestamp($4 / 1000.0), newest.id
       FROM (SELECT max(id) AS id FROM model_promotion WHERE shop_id = $1 AND kind = $2) AS newest
       WHERE NOT EXISTS (SELECT FROM model_promotion AS current WHERE current.id = newest.id AND current.version = $3)`,
      [shopId, kind, version, at],
    );
  }

  /** Goes back to the champion before the current one and gives its version; undefined when there is none. */
  async recordRollback(
    sql: Sql,
    shopId: ShopId,
    kind: ModelKind,
    at: EpochMs,
  ): Promise<ModelVersionId | undefined> {
    await lockPromotions(sql, shopId, kind);
    const [row] = await sql.query<{ version: ModelVersionId }>(
      `INSERT INTO model_promotion (shop_id, kind, version, promoted_at, falls_back_to)
       SELECT $1, $2, before.version, to_timestamp($3 / 1000.0), before.falls_back_to
       FROM model_promotion AS now JOIN model_promotion AS before ON before.id = now.falls_back_to
       WHERE now.id = (SELECT max(id) FROM model_promotion WHERE shop_id = $1 AND kind = $2)
       RETURNING version`,
      [shopId, kind, at],
    );
    return row?.version;
  }
}

async function one(
  sql: Sql,
  condition: string,
  values: readonly unknown[],
): Promise<ModelVersionWithStatus | undefined> {
  const [row] = await sql.query<Columns>(`${SELECT} WHERE ${condition}`, values);
  return row === undefined ? undefined : fromColumns(row);
}

/** Ids and times are as a typed row wrote them. */
function fromColumns(row: Columns): ModelVersionWithStatus {
  return {
    shopId: row.shop_id as ShopId,
    kind: row.kind,
    version: row.version as ModelVersionId,
    trainedAt: Number(row.trained_ms) as EpochMs,
    dataFrom: Number(row.data_from_ms) as EpochMs,
    dataUntil: Number(row.data_until_ms) as EpochMs,
    evaluations: row.evaluations,
    artifactSha256: row.artifact_sha256,
    backend: row.backend,
    trainSeconds: row.train_seconds,
    note: row.note,
    status: row.status,
    ...(row.artifact_deleted_ms === null
      ? {}
      : { artifactDeletedAt: Number(row.artifact_deleted_ms) as EpochMs }),
    ...(row.shadow_run === null ? {} : { shadowRun: row.shadow_run }),
  };
}
