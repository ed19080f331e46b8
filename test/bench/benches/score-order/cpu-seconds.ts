import { readFile } from 'node:fs/promises';

/** Linux's USER_HZ, the same on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time a process has used, in seconds, all threads, user and system: /proc/PID/stat, proc(5). */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name in brackets may hold spaces; utime and stime are fields 14 and 15, the first after it is the third.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
