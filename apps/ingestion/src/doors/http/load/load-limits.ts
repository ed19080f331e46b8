/** One part of a history, unpacked: some 6,000 usual events, a fifth of a second of work. */
export const LOAD_BYTES_MAX = 4 * 1024 * 1024;
/** Lines of one part; short ones take as long to append as long ones. */
export const LOAD_ROWS_MAX = 10_000;
/** Parts whose senders wait for an answer: 32 MB at most, beside what the live doors may hold. */
export const LOADS_IN_FLIGHT_MAX = 8;
/** Refused rows told one by one in an answer; all are counted, and kept on events.rejected. */
export const FAULTS_MAX = 100;
