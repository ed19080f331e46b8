import { callGrpc, type GrpcMethod } from '#service';
import {
  ModelKind,
  ModelStatus,
  type ExplainModelResponse,
  type ListModelsResponse,
} from '#contracts/generated/cartwise/models/v1/models';
import { connect } from '../connection/connection.ts';
import { printTable } from '../print/print-table.ts';

const method = (name: string): GrpcMethod => ({ package: 'models', service: 'ModelService', method: name });

const FEATURES_SHOWN = 15;
/** The most that is listed: the champion may be an old one. */
const MODELS_MAX = 200;

export async function explainModel(asked: string | undefined): Promise<void> {
  const version = asked ?? (await servingVersion());
  const retold = await callGrpc<ExplainModelResponse>(connect(), method('explainModel'), { version });
  const { flaggedShare, agreement, flagsFound, flagsShared, rSquared, rules, importances } = retold;
  console.log(`${version} as ${rules.length} rules, on orders that they were not made from.`);
  console.log(`Suspect are the ${percent(flaggedShare)} of orders with the highest probability.\n`);
  printTable(
    ['fraud', 'of orders', 'log-odds', '', 'when'],
    rules.map(({ precision, coverage, logit, flags, text }) => [
      percent(precision),
      percent(coverage),
      logit.toFixed(2),
      flags ? 'suspect' : '',
      text,
    ]),
  );
  console.log(`\n${percent(agreement)} of the orders are decided alike by model and rules.`);
  console.log(`${percent(flagsFound)} of those suspect to the model are so to the rules,`);
  console.log(`${percent(flagsShared)} of those suspect to the rules are so to the model.`);
  console.log(`${percent(rSquared)} of the variance of the log-odds is explained by the rules.\n`);
  printTable(
    ['feature', 'mean part in the log-odds of suspect orders'],
    importances
      .slice(0, FEATURES_SHOWN)
      .map(({ feature, meanContribution }) => [feature, meanContribution.toFixed(3)]),
  );
}

async function servingVersion(): Promise<string> {
  const { models } = await callGrpc<ListModelsResponse>(connect(), method('listModels'), {
    kind: ModelKind.MODEL_KIND_FRAUD,
    limit: MODELS_MAX,
  });
  const champion = models.find(({ status }) => status === ModelStatus.MODEL_STATUS_CHAMPION);
  if (champion === undefined) throw new Error('no fraud model serves');
  return champion.version;
}

const percent = (share: number): string => (Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)} %`);
