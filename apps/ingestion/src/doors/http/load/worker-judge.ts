import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { JudgedPart, LoadPart, PartJudge } from './judged-part.ts';

/** One processor is left to the event loop; more than four threads would outrun any log. */
const THREADS_MAX = Math.min(4, Math.max(1, availableParallelism() - 1));
/** A thread holds some 40 MB: it goes when there has been nothing to load for this long. */
const IDLE_MS = 30_000;

interface Thread {
  readonly worker: Worker;
  /** What it judges now. */
  current?: Waiting | undefined;
  idleTimer?: NodeJS.Timeout;
}

interface Waiting {
  readonly part: LoadPart;
  readonly resolve: (judged: JudgedPart) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Judges parts in threads of their own, so that a history of hours keeps no live event waiting. Threads start with the
 * first part. Whoever calls bounds how many parts wait.
 */
@Injectable()
export class WorkerJudge implements PartJudge, BeforeApplicationShutdown {
  private readonly threads = new Set<Thread>();
  private readonly idle: Thread[] = [];
  private readonly waiting: Waiting[] = [];

  judge(part: LoadPart): Promise<JudgedPart> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ part, resolve, reject });
      this.next();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const { idleTimer } of this.threads) clearTimeout(idleTimer);
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    const thread = this.idle.pop() ?? this.start();
    const waiting = thread && this.waiting.shift();
    if (!waiting) return;
    clearTimeout(thread.idleTimer);
    thread.current = waiting;
    thread.worker.postMessage(waiting.part);
  }

  private start(): Thread | undefined {
    if (this.threads.size >= THREADS_MAX) return undefined;
    const worker = new Worker(new URL('judge-worker.js', import.meta.url));
    const thread: Thread = { worker };
    this.threads.add(thread);
    worker.on('message', (judged: JudgedPart) => this.finish(thread, judged));
    worker.on('error', (error) => this.fail(thread, error));
    worker.on('exit', (code) =>
      this.fail(thread, new Error(`a thread that judges history ended with ${code}`)),
    );
    // The server keeps the process alive, not its threads.
    worker.unref();
    return thread;
  }

  private finish(thread: Thread, judged: JudgedPart): void {
    thread.current?.resolve(judged);
    thread.current = undefined;
    this.idle.push(thread);
    thread.idleTimer = setTimeout(() => this.end(thread), IDLE_MS).unref();
    this.next();
  }

  private fail(thread: Thread, error: Error): void {
    this.end(thread);
    thread.current?.reject(error);
    thread.current = undefined;
    this.next();
  }

  private end(thread: Thread): void {
    this.threads.delete(thread);
    const index = this.idle.indexOf(thread);
    if (index !== -1) this.idle.splice(index, 1);
    void thread.worker.terminate();
  }
}
