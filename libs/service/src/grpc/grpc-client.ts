import {
  credentials,
  loadPackageDefinition,
  type Client,
  type GrpcObject,
  type ServiceClientConstructor,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { LOADER_OPTIONS, packageName, protoFiles, type GrpcPackage } from './grpc-packages.ts';

/** A plain gRPC client of one of our services, such as ('recommendation', 'RecommendationService'). */
export function createGrpcClient(address: string, name: GrpcPackage, service: string): Client {
  const definition = loadPackageDefinition(loadSync([...protoFiles(name)], LOADER_OPTIONS));
  const scope = packageName(name)
    .split('.')
    // Each level of a loaded package is an object of the next.
    .reduce<GrpcObject>((object, part) => object[part] as GrpcObject, definition);
  const ServiceClient = scope[service] as ServiceClientConstructor;
  return new ServiceClient(address, credentials.createInsecure());
}
