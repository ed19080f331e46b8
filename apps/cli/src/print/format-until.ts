import { formatTime } from './format-time.ts';

/** "2026-11-27 18:03", of a time that is over "expired 2026-11-27 18:03"; empty for 0, which stands for never. */
export function formatUntil(ms: number, nowMs: number): string {
  const time = formatTime(ms);
  return time !== '' && Number(ms) <= nowMs ? `expired ${time}` : time;
}
