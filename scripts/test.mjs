// `npm test`: prepares and builds what the tests need, runs jest (extra arguments go to it), and says what was skipped and why.
// The last line is `N passed, N failed, N skipped`. --no-skips makes a skipped test a failure.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';

const root = path.resolve(import.meta.dirname, '..');
const NO_SKIPS = '--no-skips';

function node(...args) {
  return (
    spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1
  );
}

/** Puts in place what a package's install script would have: npm runs none of them (see .npmrc). */
function prepare() {
  const scripts = readdirSync(path.join(root, 'scripts')).filter((file) => /^prepare-.*\.mjs$/.test(file));
  return scripts.filter((script) => node(path.join('scripts', script)) !== 0);
}

/** Specs whose need is not met on this machine append `{suite, reason}`, a line each. */
function readSkips(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const told = new Set(lines.filter((line) => line !== ''));
  return [...told].map((line) => JSON.parse(line));
}

function skippedTestNames(report) {
  return report.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'pending' || test.status === 'todo')
    .map((test) => test.fullName);
}

/** The end-to-end tests run the built services; a test named by its path is spared the wait. */
const needsBuild = (args) =>
  args.every((arg) => arg.startsWith('-')) || args.some((arg) => arg.includes('e2e'));

function runJest(folder, args) {
  const reportFile = path.join(folder, 'report.json');
  process.env.CARTWISE_TEST_SKIPS = path.join(folder, 'skips.jsonl');
  const status = node(
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${reportFile}`,
    ...args,
  );
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
  return { status, report, skips: readSkips(process.env.CARTWISE_TEST_SKIPS) };
}

/** Prints what was skipped and the totals; the exit code comes back. */
function summarise({ status, report, skips }, noSkips) {
  const names = report === undefined ? [] : skippedTestNames(report);
  console.log(names.length + skips.length === 0 ? '\nNothing was skipped.' : '\nSkipped:');
  for (const { suite, reason } of skips) console.log(`  ${suite}: ${reason}`);
  for (const name of names) console.log(`  test: ${name}`);
  // A suite may announce itself and also mark its tests as skipped: neither may hide the other.
  const skipped = Math.max(names.length, skips.length);
  // A file that could not be loaded holds no test, yet it is a failure; so is jest without a report.
  const failed = report === undefined ? 1 : report.numFailedTests + report.numRuntimeErrorTestSuites;
  console.log(`${report?.numPassedTests ?? 0} passed, ${failed} failed, ${skipped} skipped`);
  if (status !== 0 || failed > 0) return 1;
  return noSkips && skipped > 0 ? 1 : 0;
}

const args = process.argv.slice(2);
const unprepared = prepare();
if (needsBuild(args)) buildIfStale(root);
const folder = mkdtempSync(path.join(tmpdir(), 'cartwise-test-'));
try {
  for (const script of unprepared) console.error(`scripts/${script} failed; tests that need it will say so`);
  const result = runJest(
    folder,
    args.filter((arg) => arg !== NO_SKIPS),
  );
  process.exitCode = Math.max(summarise(result, args.includes(NO_SKIPS)), unprepared.length > 0 ? 1 : 0);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
