import { parseArgs } from 'node:util';

/** What `cartwise backtest` was asked. */
export interface BacktestArguments {
  /** The first shop of the shops file unless told. */
  readonly shop: string | undefined;
  /** A file of rules and a model version to try instead of those that serve; one of them or both. */
  readonly rules: string | undefined;
  readonly model: string | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly json: boolean;
  readonly report: string | undefined;
}

const DAY_MS = 86_400_000;
const DAYS_DEFAULT = 30;

/** Throws an Error that names the option at fault. */
export function backtestArguments(args: readonly string[], nowMs: number): BacktestArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      shop: { type: 'string' },
      rules: { type: 'string' },
      model: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean', default: false },
      report: { type: 'string' },
    },
  });
  const untilMs = values.to === undefined ? nowMs : timeOf('--to', values.to);
  const fromMs = values.from === undefined ? untilMs - DAYS_DEFAULT * DAY_MS : timeOf('--from', values.from);
  if (fromMs >= untilMs) throw new Error('--from must be before --to');
  const { shop, rules, model, json, report } = values;
  return { shop, rules, model, fromMs, untilMs, json, report };
}

/** A day ("2026-11-01", its beginning in UTC) or a moment in ISO 8601. */
function timeOf(option: string, text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new Error(`${option} must be a day or a moment, such as 2026-11-01, not "${text}"`);
  return ms;
}
