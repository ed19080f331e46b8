import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { EpochMs } from '#contracts';
import type { CheckpointStore } from '#ml';
import type { Logger } from '#service';

/** After this long a run begins anew: its data are old, and so may be the reason that it ended. */
const RESUMABLE_MS = 3 * 86_400_000;
const RUN_FILE = 'run.json';
const RunFile = z.object({ asOfMs: z.number() });

/**
 * A run of one shop's training with its checkpoints, in a folder that outlives the process. The run that finds another's
 * folder was killed in it: it looks at the archive as of the same moment, so that it goes on with the same data.
 */
export class UnfinishedRun implements CheckpointStore {
  private constructor(
    private readonly folder: string,
    /** The run learns from what was received by then. */
    readonly asOfMs: EpochMs,
    private readonly logger: Logger,
  ) {}

  static async open(folder: string, nowMs: EpochMs, logger: Logger): Promise<UnfinishedRun> {
    const asOfMs = await asOfIn(folder);
    if (asOfMs !== undefined && asOfMs <= nowMs && nowMs - asOfMs < RESUMABLE_MS) {
      logger.info(
        { asOf: new Date(asOfMs).toISOString() },
        'a training run was cut off: its data are read again',
      );
      return new UnfinishedRun(folder, asOfMs as EpochMs, logger);
    }
    await rm(folder, { recursive: true, force: true });
    const run = new UnfinishedRun(folder, nowMs, logger);
    await run.write(RUN_FILE, new TextEncoder().encode(JSON.stringify({ asOfMs: nowMs })));
    return run;
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    return readFile(this.fileOf(name)).catch(() => undefined);
  }

  /** A checkpoint that cannot be written (a full disk) is told of; the run goes on without it. */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    const file = this.fileOf(name);
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(`${file}.unfinished`, bytes, { flush: true });
      await rename(`${file}.unfinished`, file);
    } catch (err) {
      this.logger.warn({ err, checkpoint: name }, 'a checkpoint could not be written');
    }
  }

  /** The run is over: nothing of it is to be gone on with. */
  async end(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private fileOf(name: string): string {
    return path.join(this.folder, name.replaceAll(/[^A-Za-z0-9.-]/g, '-'));
  }
}

async function asOfIn(folder: string): Promise<number | undefined> {
  try {
    return RunFile.parse(JSON.parse(await readFile(path.join(folder, RUN_FILE), 'utf8'))).asOfMs;
  } catch {
    // None, or one that was damaged: there is no run to go on with.
    return undefined;
  }
}
