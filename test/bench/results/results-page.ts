import { figureOf, type Bench, type BenchOptions, type Figures, type Target } from '../bench.ts';
import { machine } from '../machine.ts';
import type { BenchLine } from '../run-bench.ts';
import type { Kept } from './kept-results.ts';

export interface ResultsRow {
  readonly bench: Bench;
  readonly log: BenchOptions['log'];
  /** Undefined where nothing was measured. */
  readonly kept: Kept<BenchLine> | undefined;
}

const HEADER = [
  'benchmark',
  'log',
  'what',
  'must reach',
  'aim',
  'measured',
  'of must',
  'p50 ms',
  'p99 ms',
  'p99.9 ms',
  'on',
  'machine, parses/s',
];

/** The page of results: the table, and everything that made each number. */
export function resultsPage(rows: readonly ResultsRow[]): string {
  return [
    '# Benchmark results',
    '',
    'The newest lines of `npm run bench -- NAME --save`. `of must` 1 is what must be reached; more is better. The load comes from a process of its own on the same machine.',
    'The last column is how many events a second one core of that machine parsed just before (`JSON.parse`): machines that are shared have good hours and bad ones, and throughput goes with it.',
    '',
    row(HEADER),
    row(HEADER.map(() => '---')),
    ...rows.map(tableRow),
    '',
    '## What made each number',
    '',
    ...rows.flatMap(({ bench, log, kept }) =>
      kept === undefined ? [] : [`- **${bench.name}** (${log}): ${madeOf(kept.line)}`],
    ),
    '',
  ].join('\n');
}

function tableRow({ bench, log, kept }: ResultsRow): string {
  const target = bench.targets(log);
  const wanted = [
    bench.name,
    log,
    bench.measures,
    limitOf(target, target.mustReach),
    limitOf(target, target.aim),
  ];
  if (kept === undefined) return row([...wanted, 'not measured', '', '', '', '', '', '']);
  const { line, measuredOn } = kept;
  return row([
    ...wanted,
    textOf(figureOf(target, line)),
    textOf(line.ofMustReach),
    ...[line.p50Ms, line.p99Ms, line.p999Ms].map(textOf),
    measuredOn,
    textOf(line.config['jsonParsesPerSecond']),
  ]);
}

const limitOf = ({ sense, figure }: Target, limit: number | undefined): string =>
  limit === undefined ? '' : `${figure} ${sense === 'atLeast' ? '≥' : '<'} ${textOf(limit)}`;

function madeOf({ figures, config }: BenchLine): string {
  const ofMachine = Object.keys(machine());
  const part = (isMachine: boolean) =>
    Object.fromEntries(Object.entries(config).filter(([name]) => ofMachine.includes(name) === isMachine));
  return `${listOf(figures)}; with ${listOf(part(false))}; on ${listOf(part(true))}.`;
}

const listOf = (figures: Figures): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${textOf(value)}`)
    .join(', ');

function textOf(value: Figures[string] | undefined): string {
  if (typeof value !== 'number') return String(value ?? '–');
  const maximumFractionDigits = value < 1 ? 3 : value < 100 ? 2 : 0;
  return value.toLocaleString('en', { maximumFractionDigits });
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
