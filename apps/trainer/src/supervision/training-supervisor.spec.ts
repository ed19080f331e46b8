import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '#service';
import type { TrainingOutcome } from '../training-run/training-outcome.ts';
import type { ProgressMessage } from './training-message.ts';
import { TrainingSupervisor } from './training-supervisor.ts';

const FINISHED: TrainingOutcome = { kind: 'finished', backend: 'cpu', shops: [] };
const PROGRESS: ProgressMessage = { type: 'progress', shopId: 'demo', stage: 'reading', done: 0.5 };

/** Programs that take the trainer's place. */
const PROGRAMS = {
  finishes: `
    process.send(${JSON.stringify(PROGRESS)});
    process.send({ type: 'finished', outcome: ${JSON.stringify(FINISHED)} }, () => process.exit(0));`,
  breaks: 'process.exit(3);',
  // Tells its pid and works until it is killed.
  works: `
    process.send({ ...${JSON.stringify(PROGRESS)}, stage: String(process.pid) });
    setInterval(() => {}, 1000);`,
  ignoresSignals: `
    process.on('SIGTERM', () => {});
    process.send({ ...${JSON.stringify(PROGRESS)}, stage: String(process.pid) });
    setInterval(() => {}, 1000);`,
  showsEnvironment: `
    process.send({ ...${JSON.stringify(PROGRESS)}, stage: process.env.CARTWISE_DATABASE_URL });
    process.send({ type: 'finished', outcome: ${JSON.stringify(FINISHED)} }, () => process.exit(0));`,
};

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the training supervisor', () => {
  let folder: string;
  let supervisor: TrainingSupervisor;

  const supervise = (program: keyof typeof PROGRAMS, environment: Readonly<Record<string, string>> = {}) => {
    const entry = path.join(folder, `${program}.mjs`);
    supervisor = new TrainingSupervisor(
      { environment, entry },
      createLogger({ service: 'test', level: 'silent' }),
    );
    return supervisor;
  };
  /** Starts a run that does not end by itself; resolves to the pid of its process. */
  const startWorking = (program: 'works' | 'ignoresSignals') => {
    supervise(program);
    let running: Promise<TrainingOutcome> | undefined;
    const pid = new Promise<number>((resolve) => {
      running = supervisor.train(({ stage }) => resolve(Number(stage)));
    });
    return { pid, outcome: async () => running };
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-supervisor-'));
    for (const [name, source] of Object.entries(PROGRAMS)) {
      await writeFile(path.join(folder, `${name}.mjs`), source);
    }
  });

  afterEach(() => supervisor.beforeApplicationShutdown());
  afterAll(() => rm(folder, { recursive: true }));

  it('passes on the progress and the outcome of a run', async () => {
    const heard: ProgressMessage[] = [];
    expect(await supervise('finishes').train((message) => heard.push(message))).toEqual(FINISHED);
    expect(heard).toEqual([PROGRESS]);
  });

  it('puts why a run ran into its outcome', async () => {
    const because = 'drift: population stability index 0.41 over 0.25 of demo';
    expect(await supervise('finishes').train(undefined, because)).toEqual({ ...FINISHED, because });
  });

  it('can train again after a run', async () => {
    supervise('finishes');
    await supervisor.train();
    expect(await supervisor.train()).toEqual(FINISHED);
  });

  it('runs one training at a time: whoever asks meanwhile gets the same outcome', async () => {
    supervise('finishes');
    const [one, other] = await Promise.all([supervisor.train(), supervisor.train()]);
    expect(one).toBe(other);
  });

  it('calls a run that broke off failed', async () => {
    expect(await supervise('breaks').train()).toEqual({
      kind: 'failed',
      reason: 'the training process ended by exit code 3',
    });
  });

  it('gives the training process the environment of the store', async () => {
    const heard: string[] = [];
    const environment = { CARTWISE_DATABASE_URL: 'postgres://example/store' };
    await supervise('showsEnvironment', environment).train(({ stage }) => heard.push(stage));
    expect(heard).toEqual(['postgres://example/store']);
  });

  it('ends its process at shutdown and starts no other', async () => {
    const { pid, outcome } = startWorking('works');
    const child = await pid;
    await supervisor.beforeApplicationShutdown();
    expect(await outcome()).toEqual({ kind: 'failed', reason: 'the training process ended by SIGTERM' });
    expect(isAlive(child)).toBe(false);
    expect(await supervisor.train()).toMatchObject({ kind: 'failed' });
  });

  it('kills a process that does not end at the signal', async () => {
    const { pid, outcome } = startWorking('ignoresSignals');
    const child = await pid;
    await supervisor.beforeApplicationShutdown();
    expect(await outcome()).toEqual({ kind: 'failed', reason: 'the training process ended by SIGKILL' });
    expect(isAlive(child)).toBe(false);
  });
});
