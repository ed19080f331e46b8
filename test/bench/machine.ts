import { cpus, totalmem } from 'node:os';
import type { Figures } from './bench.ts';

/** What the numbers were made on. */
export function machine(): Figures {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  };
}
