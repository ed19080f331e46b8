import type { ProfilesVerification } from './verify-profiles.ts';

/** One line and the first differences, or one line of JSON. */
export function reportVerification(verification: ProfilesVerification, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ profiles: verification })}\n`;
  const { compared, differ, differences } = verification;
  const lines = differences.map(({ key, fields }) => `  ${key}: ${fields.join(', ')}\n`);
  return `profiles: ${compared} compared, ${differ} differ\n${lines.join('')}`;
}
