import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { E2E_KEYS } from './deployment.ts';
import { startAllInOne } from './start-all-in-one.ts';

const run = promisify(execFile);
const SCRIPT = path.join('scripts', 'simulate.mjs');

describe('the simulator', () => {
  it('lets shoppers and attackers into an empty shop, and every event of theirs is acknowledged', async () => {
    await using cartwise = await startAllInOne({});
    const { stdout } = await run(process.execPath, [
      SCRIPT,
      ...['--http', cartwise.http, '--grpc', cartwise.grpc.address],
      ...['--write-key', E2E_KEYS.write, '--server-key', E2E_KEYS.server],
      ...['--rate', '60', '--minutes', '0.1', '--attacks', '0.3', '--pace', '20', '--json'],
    ]);
    const report = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as {
      readonly events: Readonly<Record<string, number>>;
      readonly fraud: { readonly kinds: readonly { readonly kind: string; readonly attacks: number }[] };
      readonly hits: { readonly choices: number };
      readonly freshness: { readonly recommendation: { readonly count: number } };
      readonly firstProblem: string | null;
    };
    expect(report.events['sent']).toBeGreaterThan(300);
    expect(report.events).toMatchObject({ sent: report.events['handedOver'], rejected: 0, lost: 0 });
    expect(report.hits.choices).toBeGreaterThan(0);
    // A shop without a model has no list of a shopper's own to be fresh.
    expect(report.freshness.recommendation.count).toBe(0);
    expect(report.fraud.kinds.some(({ attacks }) => attacks > 0)).toBe(true);
    expect(report.firstProblem).toBeNull();
    expect(await cartwise.verify()).toMatchObject({ agrees: true });
  }, 120_000);

  it('says what is wrong with its options', async () => {
    await expect(run(process.execPath, [SCRIPT, '--rate', 'fast'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--rate'),
    });
  });
});
