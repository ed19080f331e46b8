import { CartwiseError, type ModelVersionId, type ShopId } from '#contracts';
import { ListEntryStore, ModelStore, type ModelVersionRow } from '#database';
import type { FraudModel } from '#ml';
import type { Infrastructure } from '#service';
import { ListNames } from '../lists/list-names.ts';
import { prepareFraudModel } from '../models/prepare-fraud-model.ts';
import { LivePolicies } from '../policy/live-policies.ts';
import type { Policy } from '../policy/policy.ts';
import { RULES_FILE, RuleSet } from '../rules/rule-set.ts';
import { OrderJudge } from '../scoring/order-judge.ts';
import type { Configuration } from './run-backtest.ts';

/** What is compared, and what there is to say of it beforehand. */
export interface OpenedConfigurations {
  /** What serves, and the candidate where there is one. */
  readonly configurations: readonly Configuration[];
  /** Of what serves: money is counted alike for both. */
  readonly costsIn: Policy['costsIn'];
  readonly warnings: readonly string[];
}

type Tools = Pick<Infrastructure, 'database' | 'eventLog' | 'artifacts' | 'logger'>;

/**
 * The rules, lists and model that serve a shop today and, with a rules file or a model version, the same with those
 * instead. @throws Error of the rules file, CartwiseError NOT_FOUND for a version there is not.
 */
export async function openConfigurations(
  tools: Tools,
  shopId: ShopId,
  asked: { readonly rules: string | undefined; readonly model: string | undefined; readonly fromMs: number },
): Promise<OpenedConfigurations> {
  const policy = await livePolicy(tools, shopId);
  const models = new ModelStore(tools.database);
  const champion = await models.champion(shopId, 'fraud');
  const live = await readModel(tools, champion);
  const liveName = 'live';
  const configurations = [{ name: liveName, judge: judgeOf(policy, live) }];
  if (asked.rules === undefined && asked.model === undefined)
    return { configurations, costsIn: policy.costsIn.bind(policy), warnings: warningsOf(asked.fromMs, live) };
  const version = asked.model === undefined ? undefined : await versionOf(models, shopId, asked.model);
  const model = version === undefined ? live : await readModel(tools, version);
  const rules =
    asked.rules === undefined
      ? policy.rules
      : await policy.rules.candidate(
          asked.rules,
          await new ListNames(new ListEntryStore(tools.database)).of(shopId),
        );
  const candidate = judgeOf(withRules(policy, rules), model);
  return {
    configurations: [...configurations, { name: nameOf(asked), judge: candidate }],
    costsIn: policy.costsIn.bind(policy),
    warnings: warningsOf(asked.fromMs, live, model),
  };
}

async function livePolicy({ eventLog, logger }: Tools, shopId: ShopId): Promise<Policy> {
  const policies = new LivePolicies(eventLog, await RuleSet.fromFile(RULES_FILE), logger);
  await policies.onApplicationBootstrap();
  await policies.beforeApplicationShutdown();
  return policies.of(shopId);
}

async function readModel(
  { artifacts }: Tools,
  row: Pick<ModelVersionRow, 'shopId' | 'version' | 'artifactSha256'> | undefined,
): Promise<FraudModel | undefined> {
  if (row === undefined) return undefined;
  const files = await artifacts.read(row.shopId, row.version);
  return prepareFraudModel(row, files);
}

async function versionOf(models: ModelStore, shopId: ShopId, version: string): Promise<ModelVersionRow> {
  // Any text may be asked for; an unknown version is not found.
  const row = await models.find(shopId, version as ModelVersionId);
  if (row?.kind === 'fraud') return row;
  throw new CartwiseError('NOT_FOUND', {
    field: '--model',
    reason: `there is no fraud model version ${JSON.stringify(version)}; \`cartwise models list\` shows those there are`,
  });
}

const judgeOf = (policy: Policy, model: FraudModel | undefined): OrderJudge =>
  new OrderJudge({ of: () => policy }, { of: () => model });

/** Today's lists, snoozes and costs with other rules. */
const withRules = (policy: Policy, rules: RuleSet): Policy => ({
  rules,
  lists: policy.lists,
  isSnoozed: policy.isSnoozed.bind(policy),
  costsIn: policy.costsIn.bind(policy),
});

function nameOf({
  rules,
  model,
}: {
  readonly rules: string | undefined;
  readonly model: string | undefined;
}): string {
  return [rules, model].filter((part) => part !== undefined).join(' + ');
}

/** A model knows what it has learnt from: its figures on those orders say nothing of others. */
function warningsOf(fromMs: number, ...models: readonly (FraudModel | undefined)[]): readonly string[] {
  const learnt = models.filter((model) => (model?.manifest.dataUntilMs ?? 0) > fromMs);
  const warnings = learnt.flatMap((model) => {
    if (model === undefined) return [];
    const { version, dataUntilMs } = model.manifest;
    const until = new Date(dataUntilMs).toISOString().slice(0, 10);
    return [
      `${version} has learnt from orders up to ${until}: what it says of those before looks better than it is`,
    ];
  });
  // Both may be the same version.
  return [...new Set(warnings)];
}
