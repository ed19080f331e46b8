import path from 'node:path';
import { PROJECT_ROOT } from '../config/project-root.ts';

export const GRPC_PACKAGES = [
  'ingestion',
  'catalog',
  'recommendation',
  'fraud',
  'profile',
  'models',
] as const;
export type GrpcPackage = (typeof GRPC_PACKAGES)[number];

const PROTO_ROOT = path.join(PROJECT_ROOT, 'proto');

/** "cartwise.recommendation.v1" */
export const packageName = (name: GrpcPackage): string => `cartwise.${name}.v1`;

export const protoFile = (name: GrpcPackage): string => `cartwise/${name}/v1/${name}.proto`;

/** How messages look in TypeScript; agrees with the options ts-proto generated the types with. */
export const LOADER_OPTIONS = {
  keepCase: false,
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
  includeDirs: [PROTO_ROOT],
};
