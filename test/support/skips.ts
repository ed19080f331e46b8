import { appendFileSync } from 'node:fs';
import { config } from './config.ts';

/** Records that a suite is skipped and why; the test script prints it at the end. */
export function recordSkip(suite: string, reason: string): void {
  if (config.skipsFile === undefined) return;
  appendFileSync(config.skipsFile, `${JSON.stringify({ suite, reason })}\n`);
}
