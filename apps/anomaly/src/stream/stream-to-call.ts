import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { Observable } from 'rxjs';

/**
 * Values for Nest to write to a call, taken from the source only as fast as the caller reads: Nest would queue without
 * bound. `close` runs once, when the source is done or the caller has gone; it must let the source end.
 */
export function streamToCall<T>(
  source: AsyncIterable<T>,
  call: Writable | undefined,
  close: () => void,
): Observable<T> {
  return new Observable((subscriber) => {
    const gone = new AbortController();
    const pump = async () => {
      for await (const value of source) {
        if (gone.signal.aborted) return;
        subscriber.next(value);
        if (call?.writableNeedDrain === true) await once(call, 'drain', { signal: gone.signal });
      }
    };
    pump().then(
      () => subscriber.complete(),
      (error: unknown) => {
        if (!gone.signal.aborted) subscriber.error(error);
      },
    );
    return () => {
      gone.abort();
      close();
    };
  });
}
