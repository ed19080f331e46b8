import { fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  type DescriptorProto,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import type { Server } from '@grpc/grpc-js';
import { loadSync, type AnyDefinition, type PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { protoPath as healthProtoFile } from 'grpc-health-check';
import { LOADER_OPTIONS, protoFiles, type GrpcPackage } from './grpc-packages.ts';

/** Lets grpcurl and its like ask the server for our services and the health service. */
export function addReflection(server: Server, packages: readonly GrpcPackage[]): void {
  new ReflectionService(reflectedDefinitions(packages)).addToServer(server);
}

/** What the reflection service tells of. */
export function reflectedDefinitions(packages: readonly GrpcPackage[]): PackageDefinition {
  // Descriptors keep the names of the .proto files; what a program calls the fields is its own affair.
  const options = { ...LOADER_OPTIONS, keepCase: true };
  return repaired(loadSync([...packages.flatMap(protoFiles), healthProtoFile], options));
}

/**
 * The loader's descriptors are not what protobuf's own compiler would write, and strict readers refuse them: a type of
 * another package has a relative name ("catalog.v1.Money") and its file is not among the imports, and the entry type
 * of a map has a name of the loader's own. Here they are put right.
 */
function repaired(definitions: PackageDefinition): PackageDefinition {
  const buffers = [...new Set(Object.values(definitions).flatMap(descriptorsOf))];
  const files = buffers.map((buffer) => fromBinary(FileDescriptorProtoSchema, buffer));
  const fileOfType = new Map(
    files.flatMap((file) => typesOf(file).map((type) => [type, file.name] as const)),
  );
  for (const file of files) {
    const used = file.messageType.flatMap((message) => qualify(`.${file.package}`, message, fileOfType));
    const imports = new Set(used.flatMap((type) => fileOfType.get(type) ?? []));
    imports.delete(file.name);
    file.dependency = [...imports];
    for (const message of file.messageType) renameMapEntries(message);
  }
  const repairedBytes = new Map(
    files.map((file, index) => [buffers[index], Buffer.from(toBinary(FileDescriptorProtoSchema, file))]),
  );
  const entries = Object.entries(definitions).map(([name, definition]) => {
    const fileDescriptorProtos = descriptorsOf(definition).map(
      (buffer) => repairedBytes.get(buffer) ?? buffer,
    );
    return [name, { ...definition, fileDescriptorProtos }] as const;
  });
  // The same definitions with the same kinds of fields.
  return Object.fromEntries(entries) as PackageDefinition;
}

/** Messages and enums carry the descriptors of all files; services carry none. */
function descriptorsOf({ fileDescriptorProtos }: AnyDefinition): readonly Buffer[] {
  return Array.isArray(fileDescriptorProtos) ? fileDescriptorProtos : [];
}

/** Full names of the messages and enums of a file, nested ones included: ".package.Message.Nested". */
function typesOf(file: FileDescriptorProto): string[] {
  const ofMessage = (outer: string, message: DescriptorProto): string[] => {
    const name = `${outer}.${message.name}`;
    const nested = message.nestedType.flatMap((inner) => ofMessage(name, inner));
    return [name, ...nested, ...message.enumType.map((inner) => `${name}.${inner.name}`)];
  };
  const scope = `.${file.package}`;
  const messages = file.messageType.flatMap((message) => ofMessage(scope, message));
  return [...messages, ...file.enumType.map((each) => `${scope}.${each.name}`)];
}

/** Writes the type names of a message's fields in full; answers them. */
function qualify(scope: string, message: DescriptorProto, known: ReadonlyMap<string, unknown>): string[] {
  const inner = `${scope}.${message.name}`;
  for (const field of message.field) field.typeName = fullName(inner, field.typeName, known);
  const nested = message.nestedType.flatMap((each) => qualify(inner, each, known));
  return [...message.field.map((field) => field.typeName), ...nested];
}

/** protobuf's own rule: the innermost scope that has the name. */
function fullName(scope: string, name: string, known: ReadonlyMap<string, unknown>): string {
  if (name === '' || name.startsWith('.')) return name;
  for (let outer = scope; ; outer = outer.slice(0, outer.lastIndexOf('.'))) {
    if (known.has(`${outer}.${name}`)) return `${outer}.${name}`;
    if (outer === '') return name;
  }
}

/** The entry type of the map field `by_name` is "ByNameEntry". */
function renameMapEntries(message: DescriptorProto): void {
  for (const entry of message.nestedType.filter(({ options }) => options?.mapEntry === true)) {
    const field = message.field.find(({ typeName }) => typeName.endsWith(`.${message.name}.${entry.name}`));
    if (field === undefined) continue;
    const name = `${field.name.replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())}Entry`;
    field.typeName = field.typeName.slice(0, -entry.name.length) + name;
    entry.name = name;
  }
}
