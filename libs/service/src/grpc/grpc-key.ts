import type { Metadata } from '@grpc/grpc-js';

/** The API key of a call: the `x-api-key` of its metadata. */
export function grpcKey(metadata: Metadata | undefined): string | undefined {
  const [key] = metadata?.get('x-api-key') ?? [];
  return typeof key === 'string' ? key : undefined;
}
