import { setTimeout as sleep } from 'node:timers/promises';
import type { ForwardedCall } from './forwarded-call.ts';

/** Time for unary calls to get their answer; what is open for longer is a stream without an end of its own. */
const GRACE_MS = 1_000;

/** The forwarded calls under way. */
export class OpenCalls {
  readonly #calls = new Set<ForwardedCall>();
  #ending = false;

  add(call: ForwardedCall): void {
    if (this.#ending) {
      call.abandon();
      return;
    }
    this.#calls.add(call);
    void call.ended.then(() => this.#calls.delete(call));
  }

  async end(): Promise<void> {
    this.#ending = true;
    const graceOver = new AbortController();
    const ended = Promise.all([...this.#calls].map((call) => call.ended));
    await Promise.race([ended, sleep(GRACE_MS, undefined, { signal: graceOver.signal })]);
    graceOver.abort();
    for (const call of this.#calls) call.abandon();
  }
}
