import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { SearchData, Trial, TrialResult, TrialRunner } from '#ml';
import type { FromTrialProcess, ToTrialProcess } from './trial-messages.ts';

export interface TrialPoolOptions {
  readonly processes: number;
  /** The program to run; the one beside this file unless given. */
  readonly entry?: string;
  /** Node's own arguments; those of this process unless given. */
  readonly execArgv?: readonly string[];
}

/** Beside this file, from source as .ts and built as .js. */
const ENTRY = path.join(import.meta.dirname, `trial-process${path.extname(import.meta.filename)}`);
/** A trial whose process ended under it is given to another; one that ends so many will end them all. */
const ATTEMPTS_MOST = 2;

interface Waiting {
  readonly trial: Trial;
  readonly resolve: (result: TrialResult) => void;
  readonly reject: (error: Error) => void;
  attempts: number;
}

/** Carries out trials in processes of their own, one at a time in each; every process is handed the data once. */
export class TrialPool implements TrialRunner {
  private readonly queue: Waiting[] = [];
  private readonly idle: ChildProcess[] = [];
  private readonly busy = new Map<ChildProcess, Waiting>();
  private closing = false;

  constructor(
    private readonly data: SearchData,
    private readonly options: TrialPoolOptions,
  ) {}

  /** Pids of the processes there are. */
  get pids(): readonly number[] {
    return [...this.idle, ...this.busy.keys()].flatMap(({ pid }) => pid ?? []);
  }

  async run(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    if (this.closing) throw new Error('the trial pool is closed');
    const results = trials.map(
      (trial) =>
        new Promise<TrialResult>((resolve, reject) => {
          this.queue.push({ trial, resolve, reject, attempts: 0 });
        }),
    );
    this.handOut();
    return Promise.all(results);
  }

  /** Ends the processes; trials under way are rejected. */
  async close(): Promise<void> {
    this.closing = true;
    const processes = [...this.idle, ...this.busy.keys()];
    const ended = processes.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of processes) child.kill('SIGKILL');
    await Promise.all(ended);
    for (const { reject } of this.queue.splice(0)) reject(new Error('the trial pool was closed'));
  }

  private handOut(): void {
    while (this.queue.length > 0) {
      const child = this.idle.pop() ?? (this.busy.size < this.options.processes ? this.start() : undefined);
      const waiting = child === undefined ? undefined : this.queue.shift();
      if (child === undefined || waiting === undefined) return;
      this.busy.set(child, waiting);
      waiting.attempts++;
      send(child, { kind: 'trial', trial: waiting.trial });
    }
  }

  private start(): ChildProcess {
    const { entry = ENTRY, execArgv = process.execArgv } = this.options;
    const child = fork(entry, [], {
      // Typed arrays and sets as they are.
      serialization: 'advanced',
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    send(child, { kind: 'data', data: this.data });
    // Only our own program runs there.
    child.on('message', (message) => this.take(child, message as FromTrialProcess));
    child.once('error', (error) => this.lose(child, error.message));
    child.once('exit', (code, signal) => this.lose(child, signal ?? `exit code ${code ?? 'none'}`));
    return child;
  }

  private take(child: ChildProcess, message: FromTrialProcess): void {
    const waiting = this.busy.get(child);
    if (waiting === undefined) return;
    this.busy.delete(child);
    this.idle.push(child);
    if ('result' in message) waiting.resolve(message.result);
    else waiting.reject(new Error(`a trial failed: ${message.error}`));
    this.handOut();
  }

  /** Another is started when there is a trial for it. */
  private lose(child: ChildProcess, how: string): void {
    const waiting = this.busy.get(child);
    this.busy.delete(child);
    const place = this.idle.indexOf(child);
    if (place >= 0) this.idle.splice(place, 1);
    if (waiting === undefined) return;
    if (this.closing || waiting.attempts >= ATTEMPTS_MOST)
      waiting.reject(new Error(`a trial's process ended by ${how}`));
    else this.queue.unshift(waiting);
    if (!this.closing) this.handOut();
  }
}

/** A process that is gone says so by its exit. */
function send(child: ChildProcess, message: ToTrialProcess): void {
  child.send(message, () => undefined);
}
