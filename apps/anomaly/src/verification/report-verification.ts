import { verificationReport, type Verification } from '#service';

/** Something that is not what the archive makes of it, and in which way. */
export interface StateDifference {
  readonly key: string;
  readonly how: string;
}

/** One line and the first differences, or one line of JSON. */
export function reportVerification(verification: Verification<StateDifference>, asJson: boolean): string {
  return verificationReport('anomaly', verification, ({ key, how }) => `${key}: ${how}`, asJson);
}
