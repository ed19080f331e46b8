import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, startProcess } from '#test-support';
import { E2E_KEYS, ready, writeShopsFile, type Deployment } from './deployment.ts';
import { operationsOn } from './deployment-operations.ts';

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
  return {
    dataDir: folder,
    grpc: { address: `127.0.0.1:${grpc}`, apiKey: E2E_KEYS.admin },
    http: `http://127.0.0.1:${http}`,
    ...operationsOn({
      environment: { ...running.environment, CARTWISE_TF_BACKEND: 'cpu' },
      connectionString: running.environment['CARTWISE_DATABASE_URL'] ?? '',
      log: { kind: 'postgres' },
    }),
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
