import { Argument, type Command } from 'commander';
import { callGrpc, type GrpcMethod } from '#service';
import {
  ModelKind,
  type ListModelsResponse,
  type ModelVersion,
  type PromoteModelResponse,
} from '#contracts/generated/cartwise/models/v1/models';
import { connect } from '../connection/connection.ts';
import { printTable } from '../print/print-table.ts';
import { storedSize } from '../print/stored-size.ts';
import { wholeNumber } from './whole-number.ts';

const method = (name: string): GrpcMethod => ({ package: 'models', service: 'ModelService', method: name });

export function addModels(program: Command): void {
  const models = program.command('models').description('model versions: list, promote, rollback');
  models
    .command('list')
    .description('versions, newest first, with what they reached and what compression cost and gave')
    .option('-n, --limit <n>', 'how many', '20')
    .action(list);
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
}

async function list(options: { readonly limit: string }): Promise<void> {
  const reply = await callGrpc<ListModelsResponse>(connect(), method('listModels'), {
    limit: wholeNumber('--limit', options.limit),
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
}

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
  console.log(`${model?.version ?? 'nothing'} serves now`);
}
