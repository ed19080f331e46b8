import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '#test-support';
import { writeShopsFile } from '../../e2e/deployment.ts';
import { NO_RATE_LIMITS, type BenchDeployment, type DeploymentOptions } from './deployment.ts';
import { postgresSettings } from './postgres-settings.ts';
import { startRestartable } from './restartable.ts';

/** A folder of its own for an all-in-one; PostgreSQL may run as another user than we do. */
export async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'cartwise-bench-'));
  await chmod(folder, 0o755);
  return folder;
}

/** The all-in-one with its defaults (a durable embedded PostgreSQL), on a data folder that goes with it. */
export async function startAllInOne(
  options: Pick<DeploymentOptions, 'profileDir'>,
): Promise<BenchDeployment> {
  const folder = await newDataDir();
  const [http, grpc, metrics] = await Promise.all([freePort(), freePort(), freePort()]);
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const app = await startRestartable(
    'all-in-one',
    'all-in-one/src/main',
    {
      CARTWISE_DATA_DIR: folder,
      CARTWISE_DEMO: 'false',
      CARTWISE_SHOPS_FILE: await writeShopsFile(folder),
      CARTWISE_HTTP_PORT: String(http),
      CARTWISE_GRPC_PORT: String(grpc),
      CARTWISE_METRICS_PORT: String(metrics),
      ...NO_RATE_LIMITS,
    },
    { metricsPort: metrics, profileDir: options.profileDir },
  ).catch(async (error: unknown) => {
    await removeFolder();
    throw error;
  });
  const stop = async () => {
    await app[Symbol.asyncDispose]();
    await removeFolder();
  };
  try {
    const { environment } = await readRunningFile(folder);
    const connectionString = environment['CARTWISE_DATABASE_URL'] ?? '';
    return {
      http: `http://127.0.0.1:${http}`,
      grpc: `127.0.0.1:${grpc}`,
      connectionString,
      log: { kind: 'postgres' },
      processes: [app],
      environment,
      figures: {
        deployment: 'all-in-one, one process, embedded PostgreSQL beside it',
        eventLog: 'postgres (embedded default)',
        ...(await postgresSettings(connectionString)),
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readRunningFile(folder: string) {
  const text = await readFile(path.join(folder, 'running.json'), 'utf8');
  return JSON.parse(text) as { readonly environment: Readonly<Record<string, string>> };
}
