import { existsSync, renameSync, statSync } from 'node:fs';

/** A log file of pino's: tells of each write, and can open its file again. */
export interface LogFile {
  on(event: 'write', listener: (bytes: number) => void): unknown;
  reopen(): void;
}

/** About a week of an instance at level info. */
const FILE_BYTES_MAX = 10_000_000;
/** Beside the file that is written: file.1 is the newest. */
const OLD_FILES_MAX = 3;

/** Keeps a log within 40 MB: a full file becomes file.1, file.1 becomes file.2, and so on; the oldest is overwritten. */
export function keepRotated(log: LogFile, file: string, fileBytesMax = FILE_BYTES_MAX): void {
  let bytes = existsSync(file) ? statSync(file).size : 0;
  log.on('write', (written) => {
    bytes += written;
    if (bytes < fileBytesMax) return;
    bytes = 0;
    for (let age = OLD_FILES_MAX; age > 0; age -= 1) {
      const younger = age === 1 ? file : `${file}.${age - 1}`;
      if (existsSync(younger)) renameSync(younger, `${file}.${age}`);
    }
    // What is written until the new file is open still goes to the old one.
    log.reopen();
  });
}
