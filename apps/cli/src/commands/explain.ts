import type { Command } from 'commander';
import { callGrpc } from '#service';
import type {
  ExplainResponse,
  ScoreExplanation,
} from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { connect } from '../connection/connection.ts';
import { printTable } from '../print/print-table.ts';
import { addListOptions, askedList, type ListOptions } from './list-options.ts';

interface Options extends ListOptions {
  readonly includeSeen?: true;
  readonly json?: true;
}

export function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .argument('<user>', 'user id')
    .argument('<item>', 'item id')
    .description('why an item stands where it stands in a list for a user, or why it is not shown');
  addListOptions(command)
    .option('--include-seen', 'where items bought already are shown too')
    .option('--json', 'the reply as JSON')
    .action(explain);
}

async function explain(userId: string, itemId: string, options: Options): Promise<void> {
  const reply = await callGrpc<ExplainResponse>(
    connect(),
    { package: 'recommendation', service: 'RecommendationService', method: 'explain' },
    { userId, itemId, includeSeen: options.includeSeen ?? false, ...askedList(options) },
  );
  if (options.json) {
    console.log(JSON.stringify(reply, null, 2));
    return;
  }
  const title = reply.title === '' ? '' : ` (${reply.title})`;
  console.log(`${reply.itemId}${title}: ${reply.verdict}\n`);
  const degraded = reply.degraded ? ` (${reply.degradedReason})` : '';
  console.log(`${reply.strategy}${degraded}, model ${reply.modelVersion || 'none'}`);
  if (reply.modelVersion !== '' && !reply.knownToModel) console.log('The model has not seen this item.');
  if (reply.score) printScore(reply.score, reply.historyLength);
  console.log();
  printTable(
    ['rule', 'allows', 'detail'],
    reply.rules.map(({ rule, allows, detail }) => [rule, allows ? 'yes' : 'NO', detail]),
  );
}

function printScore(score: ScoreExplanation, historyLength: number): void {
  const standing = score.isCandidate ? 'a candidate' : 'no candidate of any source; it would be';
  console.log(
    `Asked with ${historyLength} interactions of the user: ${standing}, rank ${score.rank} of ${score.candidates} with score ${signed(score.score)}.\n`,
  );
  printTable(
    ['part of the score', 'adds', 'own score', 'own rank', 'because of'],
    [
      ['an item nobody knows of', signed(score.silence), '', '', ''],
      ['its standing in the history, its popularity', signed(score.context), '', '', ''],
      ...score.sources.map((source) => [
        source.source,
        signed(source.contribution),
        typeof source.score === 'number' ? source.score.toPrecision(3) : 'silent',
        `${typeof source.rank === 'number' ? source.rank : '–'} of ${source.scoredItems}`,
        source.becauseOfTitle || source.becauseOfItemId,
      ]),
      ['what they say only together', signed(score.interplay), '', '', ''],
    ],
  );
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
