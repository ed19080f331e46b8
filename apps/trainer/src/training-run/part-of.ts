import type { Progress } from '#ml';

/** The progress of a part of a run, which takes the run from `from` to `until`. */
export function partOf(progress: Progress, from: number, until: number): Progress {
  return (name, done) => progress(name, from + done * (until - from));
}
