import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ENVIRONMENT } from './config.ts';

/** Where Cartwise is, and the keys of a shop in it. */
export interface Addresses {
  /** http://host:port */
  readonly http: string;
  /** host:port */
  readonly grpc: string;
  readonly writeKey: string;
  readonly serverKey: string;
}

interface RunningFile {
  readonly environment: Readonly<Record<string, string>>;
}
interface ShopsFile {
  readonly shops: readonly { readonly keys: readonly { readonly key: string; readonly role: string }[] }[];
}

/** What is given, then CARTWISE_HTTP_URL, _GRPC_URL, _WRITE_KEY and _SERVER_KEY, then the all-in-one of this folder. */
export function runningCartwise(
  given: { readonly [name in keyof Addresses]?: string | undefined } = {},
): Addresses {
  const here = allInOneOfThisFolder();
  const one = (name: keyof Addresses): string => {
    const value = given[name] ?? ENVIRONMENT[name] ?? here?.[name];
    if (value !== undefined) return value;
    throw new Error('No Cartwise runs in this folder: start one with npm start, or say where it is.');
  };
  return { http: one('http'), grpc: one('grpc'), writeKey: one('writeKey'), serverKey: one('serverKey') };
}

/** It writes where it listens and where its shops file is. */
function allInOneOfThisFolder(): Addresses | undefined {
  const file = path.resolve(ENVIRONMENT.dataDir ?? '.cartwise', 'running.json');
  if (!existsSync(file)) return undefined;
  const { environment } = JSON.parse(readFileSync(file, 'utf8')) as RunningFile;
  const { shops } = JSON.parse(readFileSync(environment['CARTWISE_SHOPS_FILE'] ?? '', 'utf8')) as ShopsFile;
  const keyOf = (role: string) => shops[0]?.keys.find((key) => key.role === role)?.key ?? '';
  const host = environment['CARTWISE_HOST'] ?? '127.0.0.1';
  return {
    http: `http://${host}:${environment['CARTWISE_HTTP_PORT'] ?? 8080}`,
    grpc: `${host}:${environment['CARTWISE_GRPC_PORT'] ?? 50_051}`,
    writeKey: keyOf('write'),
    serverKey: keyOf('server'),
  };
}
