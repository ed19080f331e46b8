import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { isAlive } from './is-alive.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { connectionStringOf, findRunningServer, USER, type Server } from './running-server.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password and its log; made when missing, kept when stopped. */
  readonly directory: string;
  /** Server settings, such as { fsync: 'off' }. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server of our own on the loopback. */
export interface EmbeddedPostgres {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Of a Unix socket's path: 104 bytes on macOS, 108 on Linux, with the zero at its end. */
const SOCKET_PATH_BYTES_MAX = 103;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/**
 * Starts the cluster in the directory, or takes over the one that a killed process left running there. The server
 * is its own process group, so that Ctrl-C reaches us first and the database goes last.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const data = path.join(options.directory, 'data');
  const user = unprivilegedUser();
  await mkdir(options.directory, { recursive: true });
  const password = await initialise(options.directory, data, user);
  const running = await findRunningServer(data, password);
  const server = running ?? (await launch(options, data, user));
  const connectionString = connectionStringOf(server, password);
  await waitUntilReady(connectionString, server.pid, options.directory);
  return { connectionString, stop: () => stopServer(server.pid) };
}

/** Stops the server that a killed process left running on the directory, if there is one. */
export async function stopLeftPostgres(directory: string): Promise<void> {
  const password = await readFile(path.join(directory, 'password'), 'utf8').catch(() => undefined);
  if (password === undefined) return;
  const server = await findRunningServer(path.join(directory, 'data'), password);
  if (server !== undefined) await stopServer(server.pid);
}

/** Creates the cluster once; answers its password. */
async function initialise(directory: string, data: string, user?: UnprivilegedUser): Promise<string> {
  const passwordFile = path.join(directory, 'password');
  if (existsSync(path.join(data, 'PG_VERSION')) && existsSync(passwordFile)) {
    return readFile(passwordFile, 'utf8');
  }
  const { initdb } = await findPostgresBinaries();
  const password = randomBytes(24).toString('hex');
  // A folder without PG_VERSION is what an interrupted first start left.
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await Promise.all([data, passwordFile].map((file) => chown(file, user.uid, user.gid)));
  await promisify(execFile)(
    initdb,
    [
      `--pgdata=${data}`,
      '--auth=scram-sha-256',
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...user },
  );
  return password;
}

async function launch(
  { directory, settings = {} }: EmbeddedPostgresOptions,
  data: string,
  user?: UnprivilegedUser,
): Promise<Server> {
  const { postgres } = await findPostgresBinaries();
  const port = await freePort();
  const log = await open(path.join(directory, 'server.log'), 'a');
  const socketFolder = socketFolderIn(data, port);
  const flags = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: socketFolder ?? '',
    ...settings,
  };
  try {
    const child = spawn(
      postgres,
      [
        '-D',
        data,
        '-p',
        String(port),
        ...Object.entries(flags).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...user, detached: true, stdio: ['ignore', log.fd, log.fd] },
    );
    child.unref();
    const failed = await Promise.race([
      new Promise<Error>((resolve) => child.once('error', resolve)),
      new Promise<undefined>((resolve) => child.once('spawn', () => resolve(undefined))),
    ]);
    if (failed ?? child.pid === undefined) throw new Error('could not start PostgreSQL', { cause: failed });
    return { pid: child.pid ?? 0, port, socketFolder };
  } finally {
    await log.close();
  }
}

/** The data folder, which nobody else may enter; undefined where the system has no such sockets or no room for the path. */
function socketFolderIn(data: string, port: number): string | undefined {
  const socket = path.resolve(data, `.s.PGSQL.${port}`);
  const isUsable = process.platform !== 'win32' && Buffer.byteLength(socket) <= SOCKET_PATH_BYTES_MAX;
  // A comma would part it into two folders.
  return isUsable && !data.includes(',') ? path.resolve(data) : undefined;
}

async function waitUntilReady(connectionString: string, pid: number, directory: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (!isAlive(pid) || Date.now() > deadline) {
        throw new Error(`PostgreSQL did not start; see ${path.join(directory, 'server.log')}`, { cause });
      }
      await sleep(25);
    }
  }
}

/** SIGINT asks for PostgreSQL's fast shutdown: sessions end, nothing committed is lost. */
async function stopServer(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`PostgreSQL (pid ${pid}) did not stop`);
    await sleep(10);
  }
}
