/** "2026-11-27 18:03" in UTC; empty for 0, which stands for never. */
export function formatTime(ms: number): string {
  return Number(ms) === 0 ? '' : new Date(Number(ms)).toISOString().slice(0, 16).replace('T', ' ');
}
