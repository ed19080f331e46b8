import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Database } from '#database';
import { openEventLog } from '#event-log';
import { freePort, startProcess } from '#test-support';
import { E2E_SHOP, ready, writeShopsFile, type Deployment } from './deployment.ts';

export interface AllInOneDeployment extends Deployment {
  readonly dataDir: string;
  /** SIGKILL: no goodbye. The database stays as the crash left it. */
  killNine(): Promise<void>;
}

/** The all-in-one on an embedded PostgreSQL in `dataDir` (a new folder by default). */
export async function startAllInOne(
  settings: Readonly<Record<string, string>> = {},
  dataDir?: string,
): Promise<AllInOneDeployment> {
  const folder = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'cartwise-e2e-')));
  // PostgreSQL may run as another user than the test.
  await chmod(folder, 0o755);
  const [http, grpc, metrics] = await Promise.all([freePort(), freePort(), freePort()]);
  const environment = {
    CARTWISE_DATA_DIR: folder,
    CARTWISE_DEMO: 'false',
    CARTWISE_SHOPS_FILE: await writeShopsFile(folder),
    CARTWISE_HTTP_PORT: String(http),
    CARTWISE_GRPC_PORT: String(grpc),
    CARTWISE_METRICS_PORT: String(metrics),
    CARTWISE_TF_BACKEND: 'cpu',
    ...settings,
  };
  const app = startProcess('all-in-one/src/main', environment);
  await ready('the all-in-one', app, metrics);
  const running = JSON.parse(await readFile(path.join(folder, 'running.json'), 'utf8')) as {
    readonly environment: Readonly<Record<string, string>>;
  };
  const runEntry = async (entry: string) => {
    const child = startProcess(entry, { ...running.environment, CARTWISE_TF_BACKEND: 'cpu' });
    return { code: await child.exited(), output: child.output() };
  };
  return {
    dataDir: folder,
    grpc: { address: `127.0.0.1:${grpc}`, apiKey: E2E_SHOP.apiKeys[0] ?? '' },
    http: `http://127.0.0.1:${http}`,
    async appendRaw(topic, key, value) {
      const connectionString = running.environment['CARTWISE_DATABASE_URL'] ?? '';
      const database = await Database.open({ connectionString });
      const log = await openEventLog({
        kind: 'postgres',
        connectionString,
        runInTransaction: (work) => database.transaction(work),
      });
      await log.append(topic, [{ key, value }]);
      await log.close();
      await database.close();
    },
    async train() {
      const { code, output } = await runEntry('trainer/src/main');
      if (code !== 0) throw new Error(`training ended with ${code}:\n${output}`);
      return output;
    },
    async verify() {
      const [profiles, aggregates] = [
        await runEntry('profiles/src/verify'),
        await runEntry('anomaly/src/verify'),
      ];
      return {
        agrees: profiles.code === 0 && aggregates.code === 0,
        output: profiles.output + aggregates.output,
      };
    },
    output: () => app.output(),
    async killNine() {
      app.kill('SIGKILL');
      await app.exited();
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]();
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
