import { describe, expect, it } from '@jest/globals';
import { create, createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { reflectedDefinitions } from './add-reflection.ts';
import { GRPC_PACKAGES } from './grpc-packages.ts';

/** Reads the descriptors as a strict client does: every type must be found through a file's imports. */
function readStrictly() {
  const buffers = new Set(
    Object.values(reflectedDefinitions(GRPC_PACKAGES)).flatMap(({ fileDescriptorProtos }) =>
      Array.isArray(fileDescriptorProtos) ? fileDescriptorProtos : [],
    ),
  );
  const file = [...buffers].map((buffer: Buffer) => fromBinary(FileDescriptorProtoSchema, buffer));
  return createFileRegistry(create(FileDescriptorSetSchema, { file }));
}

describe('what reflection tells', () => {
  const registry = readStrictly();

  it('holds every service, the health service too', () => {
    for (const name of ['recommendation.v1.RecommendationService', 'fraud.v1.FraudService']) {
      expect(registry.getService(`cartwise.${name}`)).toBeDefined();
    }
    expect(registry.getService('grpc.health.v1.Health')).toBeDefined();
  });

  it('finds the types of another package, under the names of the .proto files', () => {
    const item = registry.getMessage('cartwise.recommendation.v1.RecommendedItem');
    const price = item?.fields.find(({ name }) => name === 'price');
    expect(price?.message?.typeName).toBe('cartwise.catalog.v1.Money');
    expect(item?.fields.map(({ name }) => name)).toContain('item_id');
  });
});
