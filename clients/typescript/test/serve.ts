import {
  Metadata,
  Server,
  ServerCredentials,
  status as GrpcStatus,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { CartwiseClient, type CartwiseClientOptions } from '@cartwise/client';

export const API_KEY = 'key-of-the-test-shop';

/** Waits between tries that a test need not notice. */
const QUICK = { backoffFirstMs: 1, backoffMaxMs: 1 };

/** What a service answers a call with that fails. */
export function failure(code: GrpcStatus, trailers: Readonly<Record<string, string>> = {}) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details: `says ${GrpcStatus[code]}`, metadata };
}

/** A real server with these methods and a client of it. */
export async function serve(
  definition: ServiceDefinition,
  methods: UntypedServiceImplementation,
  options: Partial<CartwiseClientOptions> = {},
) {
  const server = new Server();
  server.addService(definition, methods);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  const address = `127.0.0.1:${port}`;
  const client = new CartwiseClient({
    address,
    apiKey: API_KEY,
    deadlineMs: 30_000,
    retry: QUICK,
    ...options,
  });
  return {
    address,
    client,
    [Symbol.dispose]() {
      client.close();
      server.forceShutdown();
    },
  };
}
