import { Argument, type Command } from 'commander';
import { callGrpc, describeShadow, type GrpcMethod } from '#service';
import {
  ModelKind,
  ExperimentMode,
  type Experiment,
  type ListExperimentsResponse,
  type ListModelsResponse,
  type ModelVersion,
  type PromoteModelResponse,
  type StartExperimentResponse,
  type StopExperimentResponse,
} from '#contracts/generated/cartwise/models/v1/models';
import { connect } from '../connection/connection.ts';
import { modelText } from '../print/model-text.ts';
import { printTable } from '../print/print-table.ts';
import { storedSize } from '../print/stored-size.ts';
import { explainModel } from './explain-model.ts';
import { wholeNumber } from './whole-number.ts';

const method = (name: string): GrpcMethod => ({ package: 'models', service: 'ModelService', method: name });

/** The newest of what was tried, below the list of versions. */
const EXPERIMENTS_LISTED = 3;

export function addModels(program: Command): void {
  const models = program
    .command('models')
    .description('model versions: list, show, promote, rollback, and try beside the champion');
  models
    .command('list')
    .description('versions, newest first, with what they reached and what compression cost and gave')
    .option('-n, --limit <n>', 'how many', '20')
    .action(list);
  models
    .command('show')
    .argument('<version>')
    .description(
      'all there is to say of a version: why it serves or not, its figures, and its run in the shadow',
    )
    .action(show);
  models
    .command('explain')
    .argument('[version]', 'of a fraud model; the one that serves without it')
    .description('a fraud model retold as a few rules, how faithful they are, and what counts most')
    .action(explainModel);
  models
    .command('promote')
    .argument('<version>')
    .description('make a version the one that serves')
    .action(promote);
  models
    .command('rollback')
    .addArgument(new Argument('[kind]').choices(['recommender', 'fraud']).default('recommender'))
    .description('go back to the version that served before')
    .action(rollback);
  models
    .command('try')
    .argument('<version>')
    .description('show a version to a share of the shoppers; it is rolled back when it loses or fails')
    .option('-s, --share <percent>', 'of the shoppers', '10')
    .action(startWith(ExperimentMode.EXPERIMENT_MODE_AB));
  models
    .command('shadow')
    .argument('<version>')
    .description(
      'have a version rank a share of the requests, or judge a share of the orders, as well, without effect',
    )
    .option('-s, --share <percent>', 'of the requests', '10')
    .action(startWith(ExperimentMode.EXPERIMENT_MODE_SHADOW));
  models
    .command('stop')
    .addArgument(new Argument('[mode]').choices(['try', 'shadow', 'fraud-shadow']).default('try'))
    .description('end what is tried: the champion serves everyone')
    .action(stop);
}

async function list(options: { readonly limit: string }): Promise<void> {
  const reply = await callGrpc<ListModelsResponse>(connect(), method('listModels'), {
    limit: wholeNumber('--limit', options.limit),
  });
  const { experiments } = await callGrpc<ListExperimentsResponse>(connect(), method('listExperiments'), {
    limit: EXPERIMENTS_LISTED,
  });
  printTable(
    ['version', 'status', 'trained', 'backend', 'quality', 'stored'],
    reply.models.map((model) => [
      model.version,
      model.status.replace('MODEL_STATUS_', '').toLowerCase(),
      new Date(model.trainedAtMs).toISOString().slice(0, 16).replace('T', ' '),
      model.backend,
      model.note,
      storedSize(model.evaluations),
    ]),
  );
  for (const experiment of experiments) console.log(`\n${textOf(experiment)}`);
}

async function show(version: string): Promise<void> {
  const { models } = await callGrpc<ListModelsResponse>(connect(), method('listModels'), { version });
  for (const model of models) console.log(modelText(model));
}

const startWith =
  (mode: ExperimentMode) =>
  async (version: string, options: { readonly share: string }): Promise<void> => {
    const reply = await callGrpc<StartExperimentResponse>(connect(), method('startExperiment'), {
      version,
      mode,
      sharePercent: wholeNumber('--share', options.share),
    });
    if (reply.experiment !== undefined) console.log(textOf(reply.experiment));
  };

async function stop(mode: string): Promise<void> {
  const modes = new Map([
    ['shadow', ExperimentMode.EXPERIMENT_MODE_SHADOW],
    ['fraud-shadow', ExperimentMode.EXPERIMENT_MODE_FRAUD_SHADOW],
  ]);
  const reply = await callGrpc<StopExperimentResponse>(connect(), method('stopExperiment'), {
    mode: modes.get(mode) ?? ExperimentMode.EXPERIMENT_MODE_AB,
  });
  if (reply.experiment !== undefined) console.log(textOf(reply.experiment));
}

/** What is or was tried, how each arm does, and why it ended. */
function textOf(experiment: Experiment): string {
  const { version, championVersion, sharePercent, arms } = experiment;
  const isFraud = experiment.mode === ExperimentMode.EXPERIMENT_MODE_FRAUD_SHADOW;
  const isShadow = isFraud || experiment.mode === ExperimentMode.EXPERIMENT_MODE_SHADOW;
  const unit = isFraud ? 'orders' : isShadow ? 'requests' : 'shoppers';
  const share = `${sharePercent} % of the ${unit}`;
  const state = Number(experiment.endedAtMs) === 0 ? 'runs' : `ended: ${experiment.endReason}`;
  const heading = `${version} ${isShadow ? 'in the shadow of' : 'beside'} ${championVersion}, ${share}; ${state}`;
  const lines = arms.map(({ arm, shoppers, hit, hitRate, hitRateLow, hitRateHigh }) => {
    const rate = `${percent(hitRate)} (95 % ${percent(hitRateLow)} to ${percent(hitRateHigh)})`;
    return `  ${arm.padEnd(10)}  ${hit} of ${shoppers} shoppers clicked or bought: ${rate}`;
  });
  const difference = isShadow ? [] : [`  always-valid p of the difference: ${experiment.pValue.toFixed(3)}`];
  const decisions = isFraud ? describeShadow(experiment.shadowDecisions).map((line) => `  ${line}`) : [];
  return [heading, ...lines, ...decisions, ...difference].join('\n');
}

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`;

async function promote(version: string): Promise<void> {
  const reply = await callGrpc<PromoteModelResponse>(connect(), method('promoteModel'), { version });
  printServing(reply.model);
}

async function rollback(kind: string): Promise<void> {
  const wanted = kind === 'fraud' ? ModelKind.MODEL_KIND_FRAUD : ModelKind.MODEL_KIND_RECOMMENDER;
  const reply = await callGrpc<PromoteModelResponse>(connect(), method('rollbackModel'), { kind: wanted });
  printServing(reply.model);
}

function printServing(model: ModelVersion | undefined): void {
  console.log(model === undefined ? 'nothing serves now' : `${model.version} serves now`);
  if (model?.shadowRun === undefined) return;
  const lines = describeShadow(model.shadowRun.decisions).map((line) => `\n  ${line}`);
  console.log(`in the shadow of ${model.shadowRun.championVersion}:${lines.join('')}`);
}
