/** A tenth of the way is worth a line. */
const LINES = 10;

/** Tells how far a replay is, by the days it has come to; on standard error, so that standard output is the result alone. */
export function showProgress(
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
  stream: Pick<NodeJS.WriteStream, 'write'>,
): (eventTimeMs: number) => void {
  let shown = -1;
  return (eventTimeMs) => {
    const step = Math.floor((LINES * (eventTimeMs - fromMs)) / (untilMs - fromMs));
    if (step <= shown) return;
    shown = step;
    stream.write(`replayed to ${new Date(eventTimeMs).toISOString().slice(0, 10)}\n`);
  };
}
