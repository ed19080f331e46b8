import { hash, randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '#database';
import { StartError } from '#service';
import { startOfProcess } from './start-of-process.ts';

const LOOK_AGAIN_MS = 20;
/** A claim is held for a moment; one this old was left by a crash. */
const CLAIM_AGE_MAX_MS = 10_000;

/**
 * One all-in-one per data folder: a second one would share ports, database and offsets with the first. The lock comes
 * to be with its holder written in it, so only one can make it. A lock whose holder is gone is replaced by the one that
 * claims the succession: each holder (a process number and its start) has one successor.
 * @throws StartError while another holds it.
 */
export async function takeInstanceLock(file: string): Promise<{ release(): Promise<void> }> {
  const own = `${process.pid} ${await startOfProcess(process.pid)}`;
  for (;;) {
    const holder = await readText(file);
    if (holder !== undefined && (await isRunning(holder))) {
      throw new StartError(`Cartwise is already running on this data folder (pid ${holder.split(' ')[0]}).`);
    }
    const taken = holder === undefined ? await make(file, own) : await succeed(file, holder, own);
    if (taken) return { release: () => rm(file, { force: true }) };
    await sleep(LOOK_AGAIN_MS);
  }
}

/** The number alone may be of another program by now: it must have started when the holder did. */
async function isRunning(holder: string): Promise<boolean> {
  const [pid = '', recorded = ''] = holder.split(' ');
  if (!(Number(pid) > 0) || !isAlive(Number(pid))) return false;
  const started = await startOfProcess(Number(pid));
  return recorded === '' || started === '' || recorded === started;
}

/** Answers false where the file is there already. */
async function make(file: string, content: string): Promise<boolean> {
  const whole = `${file}.${randomUUID()}`;
  await writeFile(whole, content);
  try {
    await link(whole, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(whole);
  }
}

/** Answers false where another succeeds that holder. */
async function succeed(file: string, holder: string, own: string): Promise<boolean> {
  const claim = `${file}.after-${hash('sha256', holder, 'hex').slice(0, 16)}`;
  if (!(await make(claim, own))) {
    const madeMs = await stat(claim).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    );
    if (Date.now() - madeMs > CLAIM_AGE_MAX_MS) await rm(claim, { force: true });
    return false;
  }
  try {
    // Whoever had the claim before may have succeeded already; nobody can while it is ours.
    if ((await readText(file)) !== holder) return false;
    const whole = `${file}.${randomUUID()}`;
    await writeFile(whole, own);
    await rename(whole, file);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
