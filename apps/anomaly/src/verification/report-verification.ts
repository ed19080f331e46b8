import { verificationReport } from '#service';
import type { VelocityVerification } from './verify-velocity.ts';

/** One line and the first differences, or one line of JSON. */
export function reportVerification(verification: VelocityVerification, asJson: boolean): string {
  return verificationReport('anomaly', verification, ({ key, how }) => `${key}: ${how}`, asJson);
}
