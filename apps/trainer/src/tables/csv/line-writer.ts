import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/** Where lines go: no faster than they are taken. */
export interface LineWriter {
  write(text: string): Promise<void>;
  end(): Promise<void>;
  /** Leaves nothing half written. */
  abandon(): Promise<void>;
}

/** To a file, which is there when all is in it. */
export function fileWriter(file: string): LineWriter {
  const written = `${file}.${process.pid}.partial`;
  const stream = createWriteStream(written);
  return {
    write: (text) => write(stream, text),
    async end() {
      stream.end();
      await finished(stream);
      await rename(written, file);
    },
    async abandon() {
      stream.destroy();
      await rm(written, { force: true });
    },
  };
}

/** To a stream that others end. */
export const streamWriter = (stream: Writable): LineWriter => ({
  write: (text) => write(stream, text),
  end: () => Promise.resolve(),
  abandon: () => Promise.resolve(),
});

async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
