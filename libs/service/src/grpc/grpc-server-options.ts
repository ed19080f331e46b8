import type { GrpcOptions } from '@nestjs/microservices';
import { Transport } from '@nestjs/microservices';
import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import type { HealthImplementation } from 'grpc-health-check';
import { encodeReplies } from './encode-replies.ts';
import { addReflection } from './add-reflection.ts';
import { LOADER_OPTIONS, packageName, protoFiles, type GrpcPackage } from './grpc-packages.ts';

/** Requests are small; a list of 1,000 items with texts stays below this. */
const MESSAGE_BYTES_MAX = 8 * 1024 * 1024;

export interface GrpcServerOptions {
  readonly host: string;
  readonly port: number;
  /** Packages whose services have controllers in this process. */
  readonly packages: readonly GrpcPackage[];
  readonly health: HealthImplementation;
  /** Packages answered by `addServices` instead of controllers (the gateway's forwarding). */
  readonly forwardedPackages?: readonly GrpcPackage[];
  readonly addServices?: (server: Server) => void;
}

/** Nest's gRPC transport with our packages, reflection and the standard health service. */
export function grpcServerOptions(options: GrpcServerOptions): GrpcOptions {
  const visible = [...options.packages, ...(options.forwardedPackages ?? [])];
  return {
    transport: Transport.GRPC,
    options: {
      url: `${options.host}:${options.port}`,
      package: options.packages.map(packageName),
      protoPath: options.packages.flatMap(protoFiles),
      loader: LOADER_OPTIONS,
      maxReceiveMessageLength: MESSAGE_BYTES_MAX,
      maxSendMessageLength: MESSAGE_BYTES_MAX,
      gracefulShutdown: true,
      onLoadPackageDefinition: (definitions: PackageDefinition, server: Server) => {
        encodeReplies(definitions, options.packages);
        addReflection(server, visible);
        options.health.addToServer(server);
        options.addServices?.(server);
      },
    },
  };
}
