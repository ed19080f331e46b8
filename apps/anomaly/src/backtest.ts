import { writeFile } from 'node:fs/promises';
import { EventArchive, LabelStore } from '#database';
import { loadConfig, openInfrastructure, ServiceConfig } from '#service';
import { backtestArguments } from './backtest/backtest-arguments.ts';
import { formatBacktest } from './backtest/format-backtest.ts';
import { openConfigurations } from './backtest/open-configurations.ts';
import { readOutcomes } from './backtest/read-outcomes.ts';
import { replayOrders } from './backtest/replay-orders.ts';
import { backtestPage } from './backtest/report/backtest-page.ts';
import { runBacktest } from './backtest/run-backtest.ts';
import { showProgress } from './backtest/show-progress.ts';
import { ENVIRONMENT } from './config.ts';

// A process of its own: a replay of years would stop every checkout that the serving process answers.
const config = loadConfig(ServiceConfig, ENVIRONMENT);
const infrastructure = await openInfrastructure('backtest', config, 'batch');
try {
  const { database, clock, shops } = infrastructure;
  const asked = backtestArguments(process.argv.slice(2), clock());
  const shop = asked.shop === undefined ? shops.shops[0] : shops.get(asked.shop);
  if (shop === undefined) throw new Error(`--shop: there is no shop "${asked.shop}"`);
  const archive = new EventArchive(database);
  const opened = await openConfigurations(infrastructure, shop.id, asked);
  const outcomes = await readOutcomes(archive, new LabelStore(database), shop.id, clock());
  const progress = showProgress(asked, process.stderr);
  const orders = replayOrders(archive, shop.id, asked, progress);
  const result = await runBacktest(shop.id, orders, { ...opened, outcomes });
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
  const span = `${day(asked.fromMs)} to ${day(asked.untilMs)} UTC`;
  process.stdout.write(
    asked.json ? `${JSON.stringify(result)}\n` : formatBacktest(result, span, opened.warnings),
  );
  if (asked.report !== undefined) {
    await writeFile(asked.report, backtestPage(result, span, opened.warnings));
    process.stderr.write(`The report is in ${asked.report}.\n`);
  }
} catch (error) {
  process.stderr.write(`backtest: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await infrastructure.close();
}
