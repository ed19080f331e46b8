import { readdirSync } from 'node:fs';
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

/** The files of a package, relative to the root that LOADER_OPTIONS names: its folder says which there are. */
export function protoFiles(name: GrpcPackage): readonly string[] {
  const folder = `cartwise/${name}/v1`;
  const files = readdirSync(path.join(PROTO_ROOT, folder)).filter((file) => file.endsWith('.proto'));
  return files.toSorted().map((file) => `${folder}/${file}`);
}

/** How messages look in TypeScript; agrees with the options ts-proto generated the types with. */
export const LOADER_OPTIONS = {
  keepCase: false,
  longs: Number,
  enums: String,
  defaults: true,
  oneofs: true,
  includeDirs: [PROTO_ROOT],
};
