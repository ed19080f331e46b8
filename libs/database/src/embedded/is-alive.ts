/** Whether a process of this number runs, whoever it belongs to. Numbers are used again: it may be another than was meant. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
