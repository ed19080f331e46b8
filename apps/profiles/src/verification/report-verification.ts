import { verificationReport } from '#service';
import type { ProfilesVerification } from './verify-profiles.ts';

/** One line and the first differences, or one line of JSON. */
export function reportVerification(verification: ProfilesVerification, asJson: boolean): string {
  return verificationReport(
    'profiles',
    verification,
    ({ key, fields }) => `${key}: ${fields.join(', ')}`,
    asJson,
  );
}
