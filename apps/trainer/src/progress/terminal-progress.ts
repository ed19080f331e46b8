import { SingleBar, Presets } from 'cli-progress';
import type { ProgressReport } from './progress-reporter.ts';

/** Shows progress to whoever ran the command; on standard error, so that standard output is the result alone. */
export interface TerminalProgress {
  show(report: ProgressReport): void;
  end(): void;
}

export function terminalProgress(label: string, stream: NodeJS.WriteStream): TerminalProgress {
  return stream.isTTY ? bar(label, stream) : lines(label, stream);
}

function bar(label: string, stream: NodeJS.WriteStream): TerminalProgress {
  // The signal handlers of gracefulExit would keep a signal from ending the process at once.
  const single = new SingleBar(
    { format: `${label} {bar} {percentage}%  {note}`, stream, gracefulExit: false },
    Presets.shades_classic,
  );
  single.start(1, 0, { note: '' });
  return {
    show: (report) => single.update(report.done, { note: noteOf(report) }),
    end: () => single.stop(),
  };
}

/** A line for each stage, where there is no terminal to draw on. */
function lines(label: string, stream: NodeJS.WriteStream): TerminalProgress {
  let shown: string | undefined;
  return {
    show(report) {
      if (report.stage === shown) return;
      shown = report.stage;
      stream.write(`${label} ${String(Math.floor(report.done * 100)).padStart(3)}%  ${noteOf(report)}\n`);
    },
    end() {},
  };
}

function noteOf({ stage, done, etaMs }: ProgressReport): string {
  return etaMs === undefined || done === 1 ? stage : `${stage}, about ${Math.ceil(etaMs / 1000)} s left`;
}
