import { readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { callGrpc, type GrpcMethod } from '#service';
import type {
  FraudRule,
  GetRuleResponse,
  ListRulesResponse,
  ListRuleVersionsResponse,
  PutRulesResponse,
} from '#contracts/generated/cartwise/fraud/v1/rules';
import { connect } from '../connection/connection.ts';
import { formatTime } from '../print/format-time.ts';
import { printTable } from '../print/print-table.ts';
import { readRuleYaml, wordOf, writeRuleYaml } from '../rules/rule-yaml.ts';
import { addSnoozes } from './snoozes.ts';

const method = (name: string): GrpcMethod => ({ package: 'fraud', service: 'RuleService', method: name });

export function addRules(program: Command): void {
  const rules = program.command('rules').description('the fraud rules of the shop; docs/fraud-rules.md');
  rules.command('list').description('the rules in force, and how often each held').action(list);
  rules.command('show').argument('<code>').description('a rule as YAML').action(show);
  rules.command('history').argument('<code>').description('every version, newest first').action(history);
  rules
    .command('validate')
    .argument('<file>', 'YAML, as `export` writes it')
    .description('says all that is wrong with rules, and changes nothing')
    .action(validate);
  rules
    .command('put')
    .argument('<file>')
    .description('adds the rules of a file, or makes new versions of those there are')
    .action((file: string) => put(file, false));
  rules
    .command('import')
    .argument('<file>')
    .description('the rules of a file, and no others')
    .action((file: string) => put(file, true));
  rules
    .command('export')
    .argument('[file]', 'the terminal without one')
    .description('the rules in force as YAML')
    .action(exportTo);
  rules.command('delete').argument('<code>').description('deletes a rule; its history stays').action(remove);
  addSnoozes(rules);
}

async function list(): Promise<void> {
  const reply = await callGrpc<ListRulesResponse>(connect(), method('listRules'), {});
  const counts = new Map(reply.counts.map((count) => [count.code, count]));
  printTable(
    ['rule', 'version', 'on', 'mode', 'score', 'outcome', 'day', 'month', 'changed', 'when'],
    reply.rules.map((rule) => {
      const count = counts.get(rule.code);
      return [
        rule.code,
        String(rule.version),
        wordOf('RULE_TRIGGER', rule.trigger),
        wordOf('RULE_MODE', rule.mode),
        rule.score.toFixed(2),
        rule.outcome === 'RULE_OUTCOME_UNSPECIFIED' ? '' : wordOf('RULE_OUTCOME', rule.outcome),
        String(count?.firedInDay ?? 0),
        String(count?.firedInMonth ?? 0),
        wordOf('RULE_MODE', rule.mode) === 'shadow' ? String(count?.changedInMonth ?? 0) : '',
        rule.when.replaceAll(/\s+/g, ' '),
      ];
    }),
  );
  const whose = reply.isDefault ? 'those that come with Cartwise' : "the shop's own";
  console.log(`\nversion ${reply.rulesVersion}, ${whose}`);
}

async function show(code: string): Promise<void> {
  const { rule } = await callGrpc<GetRuleResponse>(connect(), method('getRule'), { code });
  if (rule) process.stdout.write(writeRuleYaml([rule]));
}

async function history(code: string): Promise<void> {
  const { versions } = await callGrpc<ListRuleVersionsResponse>(connect(), method('listRuleVersions'), {
    code,
  });
  printTable(
    ['version', 'changed', 'by', 'mode', 'score', 'when'],
    versions.map((rule) => [
      String(rule.version),
      formatTime(rule.changedAtMs),
      rule.author,
      rule.deleted ? 'deleted' : wordOf('RULE_MODE', rule.mode),
      rule.score.toFixed(2),
      rule.when.replaceAll(/\s+/g, ' '),
    ]),
  );
}

/** Whoever has tried other settings in a backtest must not believe that they came with the rules. */
async function readRules(file: string): Promise<readonly FraudRule[]> {
  const { rules, settings } = readRuleYaml(await readFile(file, 'utf8'));
  if (settings.length > 0)
    console.error(`${settings.join(', ')} of ${file}: of the installation, left as they are`);
  return rules;
}

async function validate(file: string): Promise<void> {
  const rules = await readRules(file);
  const request = { rules, dryRun: true };
  const { problems } = await callGrpc<PutRulesResponse>(connect(), method('putRules'), request);
  for (const { index, field, message } of problems) {
    console.error(`${rules[index]?.code ?? index}.${field}: ${message}`);
  }
  if (problems.length > 0) throw new Error(`${problems.length} of this is wrong`);
  console.log(`${rules.length} rules, nothing wrong`);
}

async function put(file: string, replaceAll: boolean): Promise<void> {
  const rules = await readRules(file);
  const request = { rules, replaceAll, author: userInfo().username };
  const reply = await callGrpc<PutRulesResponse>(connect(), method('putRules'), request);
  for (const { code, version } of reply.rules) console.log(`${code} is version ${version}`);
}

async function exportTo(file: string | undefined): Promise<void> {
  const reply = await callGrpc<ListRulesResponse>(connect(), method('listRules'), {});
  // By code, whoever made them: an import and another export give the same file.
  const text = writeRuleYaml(reply.rules.toSorted((a, b) => (a.code < b.code ? -1 : 1)));
  if (file === undefined) process.stdout.write(text);
  else await writeFile(file, text);
}

async function remove(code: string): Promise<void> {
  await callGrpc(connect(), method('deleteRule'), { code, author: userInfo().username });
  console.log(`${code} is deleted`);
}
