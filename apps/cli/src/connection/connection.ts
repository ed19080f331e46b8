import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isAlive } from '#database';
import { keyFor, ShopsFile, type GrpcTarget } from '#service';
import { ENVIRONMENT } from '../config.ts';
import { dataDir } from './data-dir.ts';

const RunningFile = z.object({ pid: z.number(), environment: z.record(z.string(), z.string()) });

/** How to reach a Cartwise: its environment (CARTWISE_…), from the variables set here or the running all-in-one. */
export function connectionEnvironment(): Readonly<Record<string, string>> {
  const own = Object.entries(ENVIRONMENT).flatMap(([name, value]) =>
    name.startsWith('CARTWISE_') && value !== undefined ? [[name, value] as const] : [],
  );
  const environment = { ...runningEnvironment(), ...Object.fromEntries(own) };
  if (environment['CARTWISE_API_KEY'] === undefined && environment['CARTWISE_SHOPS_FILE'] === undefined) {
    throw new Error(
      'No Cartwise is running here. Start one with `npm start`, or set CARTWISE_GRPC_URL and CARTWISE_API_KEY.',
    );
  }
  return environment;
}

/** What the all-in-one of this folder was started with; nothing when it does not run (a kill leaves its file). */
function runningEnvironment(): Readonly<Record<string, string>> {
  const file = path.join(dataDir(), 'running.json');
  if (!existsSync(file)) return {};
  const { pid, environment } = RunningFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  return isAlive(pid) ? environment : {};
}

/** Where to call, and with which key. */
export interface Connection extends GrpcTarget {
  /** http://host:port */
  readonly http: string;
}

export function connect(): Connection {
  const environment = connectionEnvironment();
  const host = environment['CARTWISE_HOST'] ?? '127.0.0.1';
  return {
    address: environment['CARTWISE_GRPC_URL'] ?? `${host}:${environment['CARTWISE_GRPC_PORT'] ?? 50_051}`,
    http: environment['CARTWISE_HTTP_URL'] ?? `http://${host}:${environment['CARTWISE_HTTP_PORT'] ?? 8080}`,
    apiKey: environment['CARTWISE_API_KEY'] ?? adminKey(environment['CARTWISE_SHOPS_FILE']),
  };
}

/** Of the first shop of the file: the one key that every command may use. */
function adminKey(shopsFile: string | undefined): string {
  const shops =
    shopsFile === undefined ? undefined : ShopsFile.parse(JSON.parse(readFileSync(shopsFile, 'utf8')));
  const [shop] = shops?.shops ?? [];
  const key = shop && keyFor(shop, 'admin');
  if (key === undefined)
    throw new Error('Set CARTWISE_API_KEY to an API key of your shop with the role admin.');
  return key;
}
