import { open, readFile, rm } from 'node:fs/promises';

/** One all-in-one per data folder: a second one would share ports, database and offsets with the first. */
export async function takeInstanceLock(file: string): Promise<{ release(): Promise<void> }> {
  const holder = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new Error(`Cartwise is already running on this data folder (pid ${holder}).`);
  }
  const handle = await open(file, 'w');
  await handle.writeFile(String(process.pid));
  await handle.close();
  return { release: () => rm(file, { force: true }) };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
