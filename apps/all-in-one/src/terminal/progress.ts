import cliProgress from 'cli-progress';

/** A bar on a terminal; a line every tenth of the way where the output goes to a file. */
export interface Progress {
  update(done: number, note: string): void;
  end(): void;
}

export function startProgress(label: string): Progress {
  return process.stdout.isTTY ? bar(label) : lines(label);
}

function bar(label: string): Progress {
  const single = new cliProgress.SingleBar(
    { format: `${label} {bar} {percentage}%  {note}`, hideCursor: true, gracefulExit: false },
    cliProgress.Presets.shades_classic,
  );
  single.start(1, 0, { note: '' });
  return { update: (done, note) => single.update(done, { note }), end: () => single.stop() };
}

function lines(label: string): Progress {
  let shown = -1;
  return {
    update(done, note) {
      const tenth = Math.floor(done * 10);
      if (tenth > shown) process.stdout.write(`${label} ${tenth * 10}%  ${note}\n`);
      shown = Math.max(shown, tenth);
    },
    end() {},
  };
}
