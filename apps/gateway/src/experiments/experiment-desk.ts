import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  CartwiseError,
  recordKey,
  TOPICS,
  type EpochMs,
  type ExperimentMode,
  type ModelVersionId,
  type ShopId,
} from '#contracts';
import {
  Database,
  ExperimentStore,
  FraudShadowStore,
  ModelStore,
  type ArmCounts,
  type ExperimentRow,
  type ModelVersionRow,
  type ShadowDecisionCount,
  type Sql,
} from '#database';
import { enqueue, outboxRecord } from '#event-log';
import {
  AuditTrail,
  CLOCK,
  describeShadow,
  findModel,
  refuseWithoutArtifact,
  systemActor,
  type Actor,
  type Clock,
} from '#service';

/** An experiment and what its arms reached, or, of a fraud model in the shadow, decided. */
export interface CountedExperiment {
  readonly row: ExperimentRow;
  readonly counts: readonly ArmCounts[];
  readonly decisions: readonly ShadowDecisionCount[];
}

/** Starts and ends experiments: the row and its announcement to every gateway are one transaction. */
@Injectable()
export class ExperimentDesk {
  constructor(
    private readonly database: Database,
    private readonly store: ExperimentStore,
    private readonly models: ModelStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly shadows: FraudShadowStore,
  ) {}

  /** Throws CartwiseError NOT_FOUND for an unknown version, CONFLICT for one that cannot be tried now. */
  async start(
    actor: Actor,
    version: ModelVersionId,
    wanted: ExperimentMode,
    sharePercent: number,
  ): Promise<ExperimentRow> {
    const { shopId } = actor;
    const { model, champion, mode } = await this.triable(shopId, version, wanted);
    const row: ExperimentRow = {
      id: randomUUID(),
      shopId,
      mode,
      version,
      championVersion: champion.version,
      sharePercent,
      startedAt: this.clock(),
    };
    await this.database.transaction(async (sql) => {
      if (!(await this.store.insert(sql, row)))
        throw conflict(`an experiment of mode ${mode} runs already: stop it first`);
      const { id: experimentId, startedAt } = row;
      const { artifactSha256 } = model;
      await enqueue(sql, [
        outboxRecord(TOPICS.experiments, recordKey(shopId, mode), {
          shopId,
          mode,
          experimentId,
          version,
          artifactSha256,
          sharePercent,
          startedAt,
        }),
      ]);
      const detail = `${version} beside ${champion.version}, ${sharePercent} %`;
      await this.audit.changed(sql, actor, {
        action: 'experiment.started',
        subject: { kind: 'experiment', id: row.id },
        after: row,
        detail,
      });
    });
    return row;
  }

  /** Ends what runs. Throws CartwiseError CONFLICT when nothing does. */
  async stop(actor: Actor, mode: ExperimentMode): Promise<CountedExperiment> {
    const { shopId } = actor;
    const row = await this.store.running(shopId, mode);
    if (row === undefined) throw conflict(`no experiment of mode ${mode} runs`);
    const endReason = 'stopped by hand';
    await this.end(row, endReason, actor);
    return this.counted({ ...row, endedAt: this.clock(), endReason });
  }

  /** Newest first. */
  async list(shopId: ShopId, limit: number): Promise<readonly CountedExperiment[]> {
    const rows = await this.store.list(shopId, limit);
    return Promise.all(rows.map((row) => this.counted(row)));
  }

  private async counted(row: ExperimentRow): Promise<CountedExperiment> {
    const isFraud = row.mode === 'fraud-shadow';
    return {
      row,
      counts: isFraud ? [] : await this.store.counts(row.id),
      decisions: isFraud ? await this.shadows.totals(row.id) : [],
    };
  }

  /** Whether it ran until now. What a fraud model in the shadow reached goes into the record of its version. */
  async end(
    row: ExperimentRow,
    reason: string,
    actor: Actor = systemActor(row.shopId, 'arm-guard'),
  ): Promise<boolean> {
    const { id, shopId, mode } = row;
    return this.database.transaction(async (sql) => {
      const endedAt = this.clock();
      if (!(await this.store.end(sql, id, endedAt, reason))) return false;
      await enqueue(sql, [outboxRecord(TOPICS.experiments, recordKey(shopId, mode), null)]);
      const figures = mode === 'fraud-shadow' ? await this.recordShadow(sql, row, endedAt) : [];
      const subject = { kind: 'experiment', id };
      const detail = [reason, ...figures].join('; ');
      await this.audit.changed(sql, actor, { action: 'experiment.ended', subject, detail });
      return true;
    });
  }

  private async recordShadow(
    sql: Sql,
    { id, shopId, version, championVersion, sharePercent, startedAt }: ExperimentRow,
    endedAt: EpochMs,
  ): Promise<readonly string[]> {
    const decisions = await this.shadows.totals(id, sql);
    const run = { championVersion, sharePercent, startedAt, endedAt, decisions };
    await this.models.recordShadowRun(sql, shopId, version, run);
    return describeShadow(decisions);
  }

  private async triable(
    shopId: ShopId,
    version: ModelVersionId,
    wanted: ExperimentMode,
  ): Promise<{
    readonly model: ModelVersionRow;
    readonly champion: ModelVersionRow;
    readonly mode: ExperimentMode;
  }> {
    const model = await findModel(this.models, shopId, version);
    refuseWithoutArtifact(model);
    const mode = modeFor(model, wanted);
    const champion = await this.models.champion(shopId, model.kind);
    if (champion === undefined) throw conflict('no model serves that it could be tried beside');
    if (model.status === 'champion') throw conflict(`${version} serves already`);
    return { model, champion, mode };
  }
}

/** A fraud model in the shadow judges orders, a recommender ranks. */
function modeFor({ kind, version }: ModelVersionRow, wanted: ExperimentMode): ExperimentMode {
  if (kind === 'fraud' && wanted === 'ab')
    throw conflict(
      `${version} is a fraud model: two shoppers are judged alike, it is only tried in the shadow`,
    );
  if (kind !== 'fraud' && wanted === 'fraud-shadow') throw conflict(`${version} is no fraud model`);
  return kind === 'fraud' ? 'fraud-shadow' : wanted;
}

const conflict = (reason: string): CartwiseError => new CartwiseError('CONFLICT', { reason });
