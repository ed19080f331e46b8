import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { config } from './config.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Of a real browser without a window, which asks nobody for updates. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is: CARTWISE_CHROMIUM, or the first of its usual names on the PATH; nothing where there is none. */
export async function chromiumPath(): Promise<string | undefined> {
  if (config.chromium !== undefined) return config.chromium;
  for (const name of NAMES) {
    const found = await run('which', [name]).then(
      ({ stdout }) => stdout.trim(),
      () => '',
    );
    if (found !== '') return found;
  }
  return undefined;
}
