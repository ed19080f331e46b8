import { loadSync } from '@grpc/proto-loader';
import { LOADER_OPTIONS, packageName, protoFiles, type GrpcPackage } from './grpc-packages.ts';

/** Full names of a package's services, such as "cartwise.fraud.v1.FraudService". */
export function serviceNames(name: GrpcPackage): readonly string[] {
  return Object.entries(loadSync([...protoFiles(name)], LOADER_OPTIONS)).flatMap(([fullName, definition]) =>
    // A message or an enum has a format; a file also brings in the packages it imports.
    'format' in definition || !fullName.startsWith(`${packageName(name)}.`) ? [] : [fullName],
  );
}
