/** What a verification of stored state against the archive found. */
export interface Verification<Difference> {
  readonly compared: number;
  readonly differ: number;
  /** The first ones; `differ` counts all. */
  readonly differences: readonly Difference[];
}

/** One line and the first differences as `describe` says them, or one line of JSON. */
export function verificationReport<Difference>(
  name: string,
  verification: Verification<Difference>,
  describe: (difference: Difference) => string,
  asJson: boolean,
): string {
  if (asJson) return `${JSON.stringify({ [name]: verification })}\n`;
  const { compared, differ, differences } = verification;
  const lines = differences.map((difference) => `  ${describe(difference)}\n`);
  return `${name}: ${compared} compared, ${differ} differ\n${lines.join('')}`;
}
