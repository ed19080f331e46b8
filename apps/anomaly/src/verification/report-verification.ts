import type { VelocityVerification } from './verify-velocity.ts';

/** One line and the first differences, or one line of JSON. */
export function reportVerification(verification: VelocityVerification, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ anomaly: verification })}\n`;
  const { compared, differ, differences } = verification;
  const lines = differences.map(({ key, how }) => `  ${key}: ${how}\n`);
  return `anomaly: ${compared} compared, ${differ} differ\n${lines.join('')}`;
}
