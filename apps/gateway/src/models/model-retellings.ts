import { Inject, Injectable } from '@nestjs/common';
import { CartwiseError, type ModelVersionId, type ShopId } from '#contracts';
import type { ExplainModelResponse } from '#contracts/generated/cartwise/models/v1/models';
import { ModelStore } from '#database';
import { hasFraudClassifier, readRetoldRules } from '#ml';
import { ARTIFACTS, type ArtifactStore } from '#service';

/** What fraud versions have learnt, as their artifacts retell it. */
@Injectable()
export class ModelRetellings {
  constructor(
    @Inject(ModelStore) private readonly models: Pick<ModelStore, 'find'>,
    @Inject(ARTIFACTS) private readonly artifacts: Pick<ArtifactStore, 'read'>,
  ) {}

  /** @throws CartwiseError NOT_FOUND for a version that is not there or not kept, and for one without a classifier. */
  async of(shopId: ShopId, version: ModelVersionId): Promise<ExplainModelResponse> {
    const row = await this.models.find(shopId, version);
    if (row?.kind !== 'fraud') throw notFound(`there is no fraud model version ${JSON.stringify(version)}`);
    if (row.artifactDeletedAt !== undefined)
      throw notFound(`the artifact of ${version} is not kept any more`);
    const files = await this.artifacts.read(shopId, version);
    const retold = readRetoldRules(files);
    if (retold === undefined) {
      const why = hasFraudClassifier(files)
        ? 'has no rules: it takes frauds among the newest fifth of the orders of its training and enough among the older ones'
        : 'has no classifier to explain: too few frauds were known at its training';
      throw notFound(`${version} ${why}`);
    }
    return {
      ...retold,
      version,
      importances: retold.importances.map(({ column, meanContribution }) => ({
        feature: column,
        meanContribution,
      })),
    };
  }
}

const notFound = (reason: string): CartwiseError =>
  new CartwiseError('NOT_FOUND', { field: 'version', reason });
