/** Seconds, to a tenth; null where there was nothing to time. */
export interface Times {
  readonly median: number | null;
  readonly p95: number | null;
}

/** Of times in milliseconds, by nearest rank. */
export function timesOf(timesMs: readonly number[]): Times {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const ms = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    return ms === undefined ? null : Math.round(ms / 100) / 10;
  };
  return { median: at(0.5), p95: at(0.95) };
}
