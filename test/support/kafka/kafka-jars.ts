import { execFile } from 'node:child_process';
import { copyFile, mkdir, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive } from '#database';

const run = promisify(execFile);
const here = import.meta.dirname;
/** Kept between runs and ignored by git. */
const cache = path.resolve(here, '../../../.cartwise/kafka');
const jars = path.join(cache, 'jars');
const lock = path.join(cache, 'download.lock');
const DOWNLOAD_MS_MAX = 300_000;
const LOOK_AGAIN_MS = 200;

/** The folder with the broker's jars, fetched with Maven the first time; workers that come together fetch once. */
export async function kafkaJars(): Promise<string> {
  await mkdir(cache, { recursive: true });
  for (;;) {
    if (await exists(jars)) return jars;
    if (await tryLock()) {
      try {
        if (!(await exists(jars))) await download();
      } finally {
        await unlink(lock);
      }
    } else {
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

async function download(): Promise<void> {
  const part = path.join(cache, 'part');
  await rm(part, { recursive: true, force: true });
  await mkdir(part);
  // A copy, so that Maven writes nothing beside the source.
  await copyFile(path.join(here, 'pom.xml'), path.join(part, 'pom.xml'));
  const lib = path.join(part, 'jars');
  await run(
    'mvn',
    ['-B', '-q', 'dependency:copy-dependencies', `-DoutputDirectory=${lib}`, '-DincludeScope=runtime'],
    { cwd: part, timeout: DOWNLOAD_MS_MAX },
  );
  await rename(lib, jars);
  await rm(part, { recursive: true, force: true });
}

/** A lock whose owner is gone (a worker was killed) is taken away. */
async function tryLock(): Promise<boolean> {
  try {
    const file = await open(lock, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) await unlink(lock).catch(() => undefined);
    return false;
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
