/** The value of `retry-after`, HTTP's header and gRPC's trailer alike: whole seconds, never "at once". */
export function retryAfter(ms: number): string {
  return String(Math.max(1, Math.ceil(ms / 1_000)));
}
