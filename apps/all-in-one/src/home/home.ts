import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The folder an all-in-one keeps its things in, and the paths inside. */
export interface Home {
  readonly lockFile: string;
  readonly postgresDir: string;
  readonly shopsFile: string;
  readonly artifactsDir: string;
  readonly logFile: string;
  /** Where the running instance is, for the command line; holds secrets, so only the owner may read it. */
  readonly runningFile: string;
  /** How far the load of the demo shop has come. */
  readonly demoFile: string;
}

export async function openHome(dataDir: string): Promise<Home> {
  const folder = path.resolve(dataDir);
  // PostgreSQL may run as another user than we do and must be able to pass through.
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const home: Home = {
    lockFile: path.join(folder, 'instance.pid'),
    postgresDir: path.join(folder, 'postgres'),
    shopsFile: path.join(folder, 'shops.json'),
    artifactsDir: path.join(folder, 'artifacts'),
    logFile: path.join(folder, 'log', 'cartwise.log'),
    runningFile: path.join(folder, 'running.json'),
    demoFile: path.join(folder, 'demo.json'),
  };
  await mkdir(home.artifactsDir, { recursive: true });
  return home;
}

export async function writeRunningFile(
  home: Home,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  await writeFile(home.runningFile, JSON.stringify({ pid: process.pid, environment }, null, 2), {
    mode: 0o600,
  });
}

export async function removeRunningFile(home: Home): Promise<void> {
  await rm(home.runningFile, { force: true });
}

/** The moment the demo's dates were moved to, and whether all of it is in. */
export interface DemoState {
  readonly nowMs: number;
  readonly loaded: boolean;
}

export async function readDemoState(home: Home): Promise<DemoState | undefined> {
  const text = await readFile(home.demoFile, 'utf8').catch(() => undefined);
  // Written by writeDemoState below.
  return text === undefined ? undefined : (JSON.parse(text) as DemoState);
}

export async function writeDemoState(home: Home, state: DemoState): Promise<void> {
  await writeFile(home.demoFile, JSON.stringify(state));
}
