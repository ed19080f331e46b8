import { Client, credentials, type Server, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { LOADER_OPTIONS, packageName, protoFiles, type GrpcPackage } from '#service';
import { asIs, forwardCall, type RawCall } from './forwarded-call.ts';
import { OpenCalls } from './open-calls.ts';

/** Messages are checked by the service that owns them; a gateway in between must not have tighter limits. */
const CHANNEL_OPTIONS = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/** The packages that other services own, and the address (host:port) of each. */
export type ForwardedAddresses = Readonly<Partial<Record<GrpcPackage, string>>>;

export interface Forwarding {
  readonly packages: readonly GrpcPackage[];
  /** Adds a service for each of the packages' services that passes every call on. */
  readonly addTo: (server: Server) => void;
  /** Gives open calls a moment to end, then ends them: their callers see UNAVAILABLE, which is safe to retry. */
  readonly stop: () => Promise<void>;
}

/** Makes one public address of several services. A service that is down answers UNAVAILABLE. */
export function forwardServices(addresses: ForwardedAddresses): Forwarding {
  // The keys of a record of packages are packages.
  const targets = Object.entries(addresses) as [GrpcPackage, string][];
  const clients = new Map(
    targets.map(([name, address]) => [
      name,
      new Client(address, credentials.createInsecure(), CHANNEL_OPTIONS),
    ]),
  );
  const open = new OpenCalls();
  return {
    packages: [...clients.keys()],
    addTo(server) {
      for (const [name, client] of clients) {
        for (const paths of servicesOf(name)) {
          addService(server, paths, (call, path) => open.add(forwardCall(call, client, path)));
        }
      }
    },
    async stop() {
      await open.end();
      for (const client of clients.values()) client.close();
    },
  };
}

/** Of each service of a package, the paths of its methods by name. */
function servicesOf(name: GrpcPackage): readonly ReadonlyMap<string, string>[] {
  const definitions: PackageDefinition = loadSync([...protoFiles(name)], LOADER_OPTIONS);
  return Object.entries(definitions).flatMap(([fullName, definition]) => {
    // A message or an enum has a format; a file also brings in the packages it imports.
    if ('format' in definition || !fullName.startsWith(`${packageName(name)}.`)) return [];
    return [
      new Map(Object.entries(definition).map(([method, { path }]) => [method, path] as [string, string])),
    ];
  });
}

function addService(
  server: Server,
  paths: ReadonlyMap<string, string>,
  forward: (call: RawCall, path: string) => void,
): void {
  const methods = [...paths].map(([method, path]) => [
    method,
    {
      path,
      requestStream: true,
      responseStream: true,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  ]);
  const handlers = [...paths].map(([method, path]) => [method, (call: RawCall) => forward(call, path)]);
  const definition: ServiceDefinition = Object.fromEntries(methods);
  server.addService(definition, Object.fromEntries(handlers));
}
