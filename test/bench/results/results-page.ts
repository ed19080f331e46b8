import { figureOf, type Bench, type BenchOptions, type Figures, type Target } from './bench.ts';
import { machine } from './machine.ts';
import type { BenchLine } from './run-bench.ts';

export type BenchOutcome = { readonly bench: Bench; readonly log: BenchOptions['log'] } & (
  { readonly line: BenchLine } | { readonly failure: string }
);

const HEADER = [
  'benchmark',
  'log',
  'what',
  'must reach',
  'aim',
  'measured',
  'ratio',
  'p50 ms',
  'p99 ms',
  'p99.9 ms',
];

/** The page of results: the table, the machine, and everything that made each number. */
export function resultsPage(outcomes: readonly BenchOutcome[], at: Date): string {
  return [
    '# Benchmark results',
    '',
    `Written by \`npm run bench -- all\` on ${at.toISOString().slice(0, 10)}, on this machine: ${listOf(machine())}.`,
    'A ratio of 1 is what must be reached; more is better. The load comes from a process of its own on the same machine.',
    '',
    row(HEADER),
    row(HEADER.map(() => '---')),
    ...outcomes.map(tableRow),
    '',
    '## What made each number',
    '',
    ...outcomes.map(
      (outcome) =>
        `- **${outcome.bench.name}** (${outcome.log}): ${'line' in outcome ? madeOf(outcome.line) : outcome.failure}`,
    ),
    '',
  ].join('\n');
}

function tableRow(outcome: BenchOutcome): string {
  const { bench, log } = outcome;
  const target = bench.targets(log);
  const wanted = [
    bench.name,
    log,
    bench.measures,
    limitOf(target, target.mustReach),
    limitOf(target, target.aim),
  ];
  if ('failure' in outcome) return row([...wanted, 'not measured', '', '', '', '']);
  const { line } = outcome;
  return row([
    ...wanted,
    textOf(figureOf(target, line)),
    textOf(line.ratio),
    ...[line.p50Ms, line.p99Ms, line.p999Ms].map(textOf),
  ]);
}

const limitOf = ({ sense, figure }: Target, limit: number | undefined): string =>
  limit === undefined ? '' : `${figure} ${sense === 'atLeast' ? '≥' : '<'} ${textOf(limit)}`;

const madeOf = ({ figures, config }: BenchLine): string => {
  const own = Object.keys(machine());
  const rest = Object.fromEntries(Object.entries(config).filter(([name]) => !own.includes(name)));
  return `${listOf(figures)}; with ${listOf(rest)}.`;
};

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
