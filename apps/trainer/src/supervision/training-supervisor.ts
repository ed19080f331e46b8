import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { LOGGER, type Logger } from '#service';
import { ENVIRONMENT } from '../config.ts';
import { isWhole, type TrainingOutcome } from '../training-run/training-outcome.ts';
import type { ProgressMessage, TrainingMessage } from './training-message.ts';

export interface TrainingSupervisorOptions {
  /** CARTWISE_ variables of the training process, over those of this one. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of RetrainSchedule: the time between runs, and the drift that makes it shorter (0: none does); absent: only when asked. */
  readonly schedule?: { readonly everyMs: number; readonly driftThreshold: number };
  /** The program to run; the trainer's main unless given. */
  readonly entry?: string;
}
export const TRAINING_SUPERVISOR_OPTIONS = Symbol('TrainingSupervisorOptions');

export type ProgressListener = (progress: ProgressMessage) => void;

/** Beside this file's folder, from source as .ts and built as .js. */
const TRAINER_MAIN = path.join(import.meta.dirname, '..', `main${path.extname(import.meta.filename)}`);
/** A run stops at the signal; one that does not is ended here. Nothing it published is half there. */
const STOP_TIMEOUT_MS = 2_000;

/** Trains in a process of its own, so that serving goes on: one run at a time, when asked, none after shutdown. */
@Injectable()
export class TrainingSupervisor implements BeforeApplicationShutdown {
  private readonly listeners = new Set<ProgressListener>();
  private child: ChildProcess | undefined;
  private running: Promise<TrainingOutcome> | undefined;
  private stopping = false;

  constructor(
    @Inject(TRAINING_SUPERVISOR_OPTIONS) private readonly options: TrainingSupervisorOptions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    if (this.child === undefined) return;
    const { child } = this;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.running;
    clearTimeout(late);
  }

  /** Runs the trainer and tells what became of it, and why it ran; joins the run that is under way. Never rejects. */
  async train(onProgress?: ProgressListener, because?: string): Promise<TrainingOutcome> {
    if (this.stopping) return { kind: 'failed', reason: 'the service is stopping' };
    if (onProgress !== undefined) this.listeners.add(onProgress);
    this.running ??= this.run(because);
    return this.running;
  }

  private async run(because: string | undefined): Promise<TrainingOutcome> {
    const outcome = { ...(await this.runChild()), ...(because === undefined ? {} : { because }) };
    this.running = undefined;
    this.child = undefined;
    this.listeners.clear();
    if (isWhole(outcome)) this.logger.info({ outcome }, 'training finished');
    else if (!this.stopping) this.logger.warn({ outcome }, 'training failed');
    return outcome;
  }

  private runChild(): Promise<TrainingOutcome> {
    const child = fork(this.options.entry ?? TRAINER_MAIN, [], {
      env: { ...ENVIRONMENT, ...this.options.environment, CARTWISE_TRAIN_EVERY: '' },
      // Its result comes as a message; its log goes where ours goes.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    let outcome: TrainingOutcome | undefined;
    // Only our own main runs there, and this is what it sends.
    child.on('message', (message) => {
      const received = message as TrainingMessage;
      if (received.type === 'finished') outcome = received.outcome;
      else for (const listener of this.listeners) listener(received);
    });
    return new Promise((resolve) => {
      child.once('error', (error) => resolve({ kind: 'failed', reason: error.message }));
      child.once('exit', (code, signal) => {
        const how = signal === null ? `exit code ${code ?? 'none'}` : signal;
        resolve(outcome ?? { kind: 'failed', reason: `the training process ended by ${how}` });
      });
    });
  }
}
