import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  credentials,
  makeGenericClientConstructor,
  type Client,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { freePort, startPostgres, type TestPostgres } from '#test-support';
import { loadConfig } from '../config/load-config.ts';
import { ServiceConfig } from '../config/service-config.ts';
import { openInfrastructure } from '../infrastructure/infrastructure.ts';
import { startService } from './start-service.ts';

/** What a load balancer asks with. */
interface HealthClient extends Client {
  check(
    request: { readonly service: string },
    answer: (error: { readonly code: number } | null, reply?: { readonly status: string }) => void,
  ): void;
}

function healthClient(address: string): HealthClient {
  const definitions = loadSync(protoPath, { enums: String, defaults: true });
  // The entry of a service, by its full name.
  const service = definitions['grpc.health.v1.Health'] as ServiceDefinition;
  const HealthService = makeGenericClientConstructor(service, 'Health');
  return new HealthService(address, credentials.createInsecure()) as unknown as HealthClient;
}

const statusOf = (client: HealthClient, service: string) =>
  new Promise<string | number>((resolve) => {
    client.check({ service }, (error, reply) => resolve(error?.code ?? reply?.status ?? 'no reply'));
  });

async function takePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      await once(server.close(), 'close');
    },
  };
}

describe('a service', () => {
  let postgres: TestPostgres;
  let folder: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-start-service-'));
    const keys = [{ key: 'a-key-of-the-shop', role: 'server' }];
    const shops = [{ id: 'ash', keys, hashKey: 'k'.repeat(32), currency: 'GBP' }];
    await writeFile(path.join(folder, 'shops.json'), JSON.stringify({ shops }));
  });
  afterAll(async () => {
    await postgres[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (ports: Readonly<Record<string, number>>) => {
    const config = loadConfig(ServiceConfig, {
      CARTWISE_DATABASE_URL: postgres.connectionString,
      CARTWISE_SHOPS_FILE: path.join(folder, 'shops.json'),
      CARTWISE_ARTIFACTS_DIR: folder,
      CARTWISE_HOST: '127.0.0.1',
      CARTWISE_LOG_LEVEL: 'silent',
      CARTWISE_HTTP_PORT: '0',
      CARTWISE_METRICS_PORT: '0',
      CARTWISE_GRPC_PORT: String(await freePort()),
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    });
    const infrastructure = await openInfrastructure('test', config);
    try {
      const service = await startService(
        { modules: [], grpcPackages: ['profile'], forwardedGrpcPackages: ['fraud'], http: true },
        infrastructure,
      );
      return {
        address: `127.0.0.1:${config.CARTWISE_GRPC_PORT}`,
        async [Symbol.asyncDispose]() {
          await service.stop();
          await infrastructure.close();
        },
      };
    } catch (error) {
      await infrastructure.close();
      throw error;
    }
  };

  it('tells the health of each gRPC service by its name, and of no other', async () => {
    await using service = await start({});
    const client = healthClient(service.address);
    for (const name of ['', 'cartwise.profile.v1.ProfileService', 'cartwise.fraud.v1.FraudService']) {
      expect([name, await statusOf(client, name)]).toEqual([name, 'SERVING']);
    }
    const notFound = 5;
    expect(await statusOf(client, 'cartwise.models.v1.ModelService')).toBe(notFound);
    client.close();
  });

  it.each(['CARTWISE_GRPC_PORT', 'CARTWISE_HTTP_PORT', 'CARTWISE_METRICS_PORT'])(
    'names %s where its port is taken',
    async (variable) => {
      await using other = await takePort();
      const failure = await start({ [variable]: other.port }).catch((error: unknown) => error);
      expect(failure).toMatchObject({
        name: 'StartError',
        message: `port ${other.port} is in use by another program: set ${variable} to a free one`,
      });
    },
  );
});
