import { parseArgs } from 'node:util';
import type { ModelVersionId, ShopId } from '#contracts';
import { EventArchive, ItemStore, ModelStore } from '#database';
import { writeReport } from '../report/write-report.ts';
import type { Infrastructure } from '#service';
import type { TrainerConfig } from '../config.ts';
import { evaluateVersions, type EvaluatedVersion } from '../training-run/evaluate-versions.ts';
import { formatEvaluations } from '../report/format-evaluations.ts';

/**
 * `evaluate [--shop S] [--version V] [--json] [--report FILE]`: the champions and challengers of every shop unless told.
 * Answers the exit code.
 */
export async function evaluateOnCommand(
  config: TrainerConfig,
  infrastructure: Infrastructure,
): Promise<number> {
  const { values } = parseArgs({
    options: {
      shop: { type: 'string' },
      version: { type: 'string' },
      json: { type: 'boolean' },
      report: { type: 'string' },
    },
  });
  const { database, artifacts, clock, logger, shops } = infrastructure;
  // Any text may be asked for; an unknown shop or version is not found.
  const shopIds = values.shop === undefined ? shops.shops.map(({ id }) => id) : [values.shop as ShopId];
  const tools = {
    archive: new EventArchive(database),
    models: new ModelStore(database),
    artifacts,
    clock,
    logger,
  };
  const evaluated: EvaluatedVersion[] = [];
  for (const shopId of shopIds) {
    const version = values.version as ModelVersionId | undefined;
    evaluated.push(...(await evaluateVersions(tools, shopId, version, config.CARTWISE_TRAIN_SEED)));
  }
  if (evaluated.length === 0) {
    process.stderr.write(`There is no ${values.version ?? 'champion'} to evaluate.\n`);
    return 1;
  }
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify(evaluated.map(withoutDetails))}\n`
      : evaluated.map(format).join('\n'),
  );
  if (values.report !== undefined) {
    await writeReport(values.report, evaluated, new ItemStore(database), clock());
    process.stderr.write(`The report is in ${values.report}.\n`);
  }
  return 0;
}

/** What the plots are made of is long, and no figure of a table. */
const withoutDetails = (version: EvaluatedVersion): EvaluatedVersion => {
  const { details: _details, ...figures } = version;
  return figures;
};

function format({ shopId, version, heldOut, evaluations }: EvaluatedVersion): string {
  const table = evaluations.length === 0 ? '' : `\n${formatEvaluations(evaluations)}\n`;
  return `${shopId}: ${version}, ${heldOut}\n${table}`;
}
