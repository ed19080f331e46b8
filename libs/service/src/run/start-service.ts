import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Server } from '@grpc/grpc-js';
import { CartwiseExceptionFilter } from '../errors/exception.filter.ts';
import type { GrpcPackage } from '../grpc/grpc-packages.ts';
import { grpcServerOptions } from '../grpc/grpc-server-options.ts';
import { serviceNames } from '../grpc/service-names.ts';
import { InfrastructureModule } from '../infrastructure/infrastructure.module.ts';
import type { Infrastructure } from '../infrastructure/infrastructure.ts';
import { logGrpc } from '../logging/log-grpc.ts';
import { NestLogger } from '../logging/nest-logger.ts';
import { startObservabilityServer } from '../observability/observability-server.ts';
import { listenOn } from './listen-on.ts';

export interface ServiceDefinition {
  readonly modules: readonly (Type | DynamicModule)[];
  /** Packages with controllers among the modules; a service without any opens no gRPC port. */
  readonly grpcPackages?: readonly GrpcPackage[];
  readonly forwardedGrpcPackages?: readonly GrpcPackage[];
  readonly addGrpcServices?: (server: Server) => void;
  /** Ends what would keep a server from closing: streams of its own, which no module ends. */
  readonly beforeClose?: () => Promise<void>;
  /** Whether the modules have HTTP controllers for the public port. */
  readonly http?: boolean;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  /** The ports in use; they differ from the configured ones where those were 0. */
  readonly ports: { readonly http?: number; readonly metrics: number };
  /** No new work, then drain, then close. */
  stop(): Promise<void>;
}

/** The largest body any HTTP door takes; the doors' own limits are tighter. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Boots modules on an open infrastructure and answers when the service takes traffic.
 * @throws StartError where a port is taken; what was started by then is stopped.
 */
export async function startService(
  definition: ServiceDefinition,
  infrastructure: Infrastructure,
): Promise<RunningService> {
  const { logger, health } = infrastructure;
  class ServiceModule {}
  logGrpc(logger);
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: ServiceModule, imports: [InfrastructureModule.forRoot(infrastructure), ...definition.modules] },
    new FastifyAdapter({ bodyLimit: BODY_BYTES_MAX }),
    { logger: new NestLogger(logger), abortOnError: false, rawBody: false },
  );
  app.useGlobalFilters(new CartwiseExceptionFilter(logger));
  connectGrpc(app, definition, infrastructure);
  try {
    const observability = await openPorts(app, definition, infrastructure);
    health.setServing(true);
    logger.info({ metricsPort: observability.port }, 'service is ready');
    return {
      app,
      ports: { metrics: observability.port, ...(definition.http === true ? { http: httpPort(app) } : {}) },
      async stop() {
        health.setServing(false);
        await definition.beforeClose?.();
        await app.close();
        await observability.close();
      },
    };
  } catch (error) {
    await app
      .close()
      .catch((err: unknown) => logger.warn({ err }, 'a start that failed left something open'));
    throw error;
  }
}

async function openPorts(
  app: NestFastifyApplication,
  definition: ServiceDefinition,
  { config, metrics, health }: Infrastructure,
) {
  await listenOn('CARTWISE_GRPC_PORT', config.CARTWISE_GRPC_PORT, () => app.startAllMicroservices());
  await listenOn('CARTWISE_HTTP_PORT', config.CARTWISE_HTTP_PORT, async () => {
    if (definition.http === true) await app.listen(config.CARTWISE_HTTP_PORT, config.CARTWISE_HOST);
    else await app.init();
  });
  return listenOn('CARTWISE_METRICS_PORT', config.CARTWISE_METRICS_PORT, () =>
    startObservabilityServer({
      host: config.CARTWISE_HOST,
      port: config.CARTWISE_METRICS_PORT,
      metrics,
      health,
    }),
  );
}

function connectGrpc(
  app: NestFastifyApplication,
  definition: ServiceDefinition,
  { config, health }: Infrastructure,
): void {
  const { grpcPackages = [], forwardedGrpcPackages = [] } = definition;
  if (grpcPackages.length + forwardedGrpcPackages.length === 0) return;
  health.addGrpcServices([...grpcPackages, ...forwardedGrpcPackages].flatMap(serviceNames));
  app.connectMicroservice(
    grpcServerOptions({
      host: config.CARTWISE_HOST,
      port: config.CARTWISE_GRPC_PORT,
      packages: grpcPackages,
      forwardedPackages: forwardedGrpcPackages,
      health: health.grpc,
      ...(definition.addGrpcServices ? { addServices: definition.addGrpcServices } : {}),
    }),
    // The filter above answers for gRPC as well.
    { inheritAppConfig: true },
  );
}

function httpPort(app: NestFastifyApplication): number {
  const address: unknown = app.getHttpServer().address();
  if (typeof address === 'object' && address !== null && 'port' in address) return Number(address.port);
  throw new Error('the HTTP server has no port');
}
