import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

let mended = false;

/**
 * kafkajs 2.2.4 sets a timer for every response, at a negative delay, even when no request waits: newer Node prints
 * TimeoutNegativeWarning for it. With nothing waiting there is nothing to schedule.
 */
export function mendKafkajsTimers(): void {
  if (mended) return;
  mended = true;
  // Not among its exports, so not typed.
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
    prototype: RequestQueue;
  };
  const original = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) original.call(this);
  };
}
