import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GrpcTarget } from '#service';
import type { Topic } from '#contracts';
import { eventually, type TestProcess } from '#test-support';

/** A running Cartwise, whatever it is made of. */
export interface Deployment extends AsyncDisposable {
  /** The one public gRPC address, and the key that may do everything. */
  readonly grpc: GrpcTarget;
  /** http://host:port of ingestion. */
  readonly http: string;
  /** Writes straight onto a topic, as another system would. */
  appendRaw(topic: Topic<Uint8Array>, key: string, value: Uint8Array): Promise<void>;
  /** Trains once; answers what the trainer printed. */
  train(): Promise<string>;
  /** Recomputes from the archive; answers what was printed and whether all agreed. */
  verify(): Promise<{ readonly agrees: boolean; readonly output: string }>;
  /** What the processes printed, for the message of a failing test. */
  output(): string;
}

/** One key of each role. */
export const E2E_KEYS = {
  write: 'e2e-write-key-of-this-test-only',
  server: 'e2e-server-key-of-this-test-only',
  admin: 'e2e-admin-key-of-this-test-only',
};

export const E2E_SHOP = {
  id: 'e2e',
  keys: Object.entries(E2E_KEYS).map(([role, key]) => ({ key, role })),
  hashKey: 'a hash key of this test only, 32 characters or more',
  currency: 'GBP',
};

export async function writeShopsFile(folder: string): Promise<string> {
  const file = path.join(folder, 'shops.json');
  await writeFile(file, JSON.stringify({ shops: [E2E_SHOP] }));
  return file;
}

/** Waits for /health/ready; fails at once when the process is gone. */
export async function ready(name: string, process: TestProcess, metricsPort: number): Promise<void> {
  let exitCode: number | null | undefined;
  void process.exited().then((code) => (exitCode = code));
  await eventually(`${name} is ready`, async () => {
    if (exitCode !== undefined) return 'gone' as const;
    const response = await fetch(`http://127.0.0.1:${metricsPort}/health/ready`);
    return response.ok ? ('ready' as const) : undefined;
  });
  if (exitCode !== undefined) throw new Error(`${name} ended with ${exitCode}:\n${process.output()}`);
}
