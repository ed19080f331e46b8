import { readFile, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isAlive } from './is-alive.ts';

export interface Server {
  readonly pid: number;
  readonly port: number;
  /** Folder of its Unix socket; undefined where it has none. */
  readonly socketFolder?: string | undefined;
}

/** A server that recovers after a crash says so until it is done. */
const RECOVERY_TIMEOUT_MS = 60_000;
/** Between writing its number down and listening a server takes milliseconds. */
const REFUSED_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
const ASK_AGAIN_MS = 50;
/** PostgreSQL's SQLSTATE while it starts, recovers or stops. */
const CANNOT_CONNECT_NOW = '57P03';

export const USER = 'cartwise';

/**
 * By the socket where there is one: what is written to it reaches the server without the work of TCP, which was a
 * seventh of the all-in-one's time. The loopback stays open for the tools of others.
 */
export function connectionStringOf({ port, socketFolder }: Omit<Server, 'pid'>, password: string): string {
  const overTcp = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
  return socketFolder === undefined ? overTcp : `${overTcp}?host=${encodeURIComponent(socketFolder)}`;
}

/**
 * The server that runs on this data folder, by the pid file that PostgreSQL keeps. A file that a crash left may name
 * the number and port of another program by now: only what answers with our password and this very folder is ours, and
 * the file of a server that is gone is removed, for PostgreSQL itself would refuse to start beside it.
 * @throws Error when something holds the port and does not answer.
 */
export async function findRunningServer(data: string, password: string): Promise<Server | undefined> {
  const file = path.join(data, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const socketFolder = lines[4] === '' ? undefined : lines[4];
  const server: Server = { pid: Number(lines[0]), port: Number(lines[3]), socketFolder };
  if (!(server.pid > 0 && server.port > 0) || !isAlive(server.pid)) return undefined;
  if (await isOurs(server, data, password)) return server;
  await rm(file, { force: true });
  return undefined;
}

async function isOurs(server: Server, data: string, password: string): Promise<boolean> {
  const startedMs = Date.now();
  for (;;) {
    const answer = await dataFolderOf(server.port, password);
    if (answer.kind === 'answered') return answer.dataFolder === (await realpath(data));
    const waitedMs = Date.now() - startedMs;
    if (answer.kind === 'other' || !isAlive(server.pid)) return false;
    if (answer.kind === 'refused' && waitedMs > REFUSED_TIMEOUT_MS) return false;
    if (answer.kind === 'silent' || waitedMs > RECOVERY_TIMEOUT_MS) {
      throw new Error(`PostgreSQL (pid ${server.pid}, port ${server.port}) does not answer`);
    }
    await sleep(ASK_AGAIN_MS);
  }
}

type Answer =
  | { readonly kind: 'answered'; readonly dataFolder: string }
  /** refused: nobody listens; starting: a server that is not ready; other: someone else; silent: no answer at all. */
  | { readonly kind: 'refused' | 'starting' | 'other' | 'silent' };

async function dataFolderOf(port: number, password: string): Promise<Answer> {
  const client = new pg.Client({
    connectionString: connectionStringOf({ port }, password),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return { kind: 'answered', dataFolder: rows[0]?.data_directory ?? '' };
  } catch (error) {
    return { kind: kindOf(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

function kindOf(error: unknown): 'refused' | 'starting' | 'other' | 'silent' {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === CANNOT_CONNECT_NOW) return 'starting';
  if (code === 'ECONNREFUSED') return 'refused';
  return /timeout/.test(message) ? 'silent' : 'other';
}
