import { readFile } from 'node:fs/promises';

/** Field 22 of Linux's /proc/PID/stat, counted after the name in brackets, which may hold spaces: proc(5). */
const START_TIME_AFTER_NAME = 19;

/** When a process started, in ticks since the machine did; empty where the system does not tell. */
export async function startOfProcess(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_AFTER_NAME] ?? '';
}
