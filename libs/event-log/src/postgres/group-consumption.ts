import { backOff, DEFAULT_BACKOFF, pause } from '../backoff.ts';
import type { CatchUp } from '../catch-up.ts';
import type { EventLogLogger } from '../event-log-logger.ts';
import type { Consumption } from '../event-log.ts';
import type { Assignment, GroupMembership } from './group-membership.ts';
import { PartitionLoop, type PartitionSink, type PartitionSource } from './partition-loop.ts';

interface RunningLoop {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

export interface GroupConsumptionParts {
  readonly membership: GroupMembership;
  readonly heartbeatMs: number;
  readonly source: (partition: number) => PartitionSource;
  readonly sink: (partition: number, signal: AbortSignal) => PartitionSink;
  readonly catchUp: CatchUp;
  readonly logger: EventLogLogger;
}

/** A member at work: runs a loop for each partition it holds, and starts and stops them as the group changes. */
export class GroupConsumption implements Consumption {
  readonly caughtUp: Promise<void>;
  readonly #parts: GroupConsumptionParts;
  readonly #loops = new Map<number, RunningLoop>();
  readonly #stop = new AbortController();
  #nudge = new AbortController();
  #beating: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(parts: GroupConsumptionParts) {
    this.#parts = parts;
    this.caughtUp = parts.catchUp.reached;
  }

  /** Joins the group; when it resolves, the member is known and works on what was free. */
  async start(): Promise<void> {
    await this.#beat();
    this.#beating = this.#keepBeating();
  }

  /** Looks at the group now: something changed. */
  rebalance(): void {
    this.#nudge.abort();
  }

  /** A partition has moved on. */
  checkCaughtUp(): void {
    this.#parts.catchUp.check(this.#loops.keys());
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  async #stopAll(): Promise<void> {
    this.#stop.abort();
    // Before anything is awaited: no loop may take another batch.
    for (const loop of this.#loops.values()) loop.stop.abort();
    this.#nudge.abort();
    await this.#beating;
    await Promise.all([...this.#loops.values()].map(({ done }) => done));
    this.#parts.catchUp.finish();
    // The session expires by itself where the database does not answer.
    await this.#parts.membership
      .leave()
      .catch((error: unknown) => this.#warn(error, 'cannot leave the group'));
  }

  async #keepBeating(): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      if (failures === 0) await pause(this.#parts.heartbeatMs, this.#nudge.signal);
      else await backOff(failures, DEFAULT_BACKOFF, this.#stop.signal);
      if (this.#stop.signal.aborted) return;
      this.#nudge = new AbortController();
      try {
        await this.#beat();
        failures = 0;
      } catch (error) {
        failures++;
        this.#warn(error, 'heartbeat failed');
      }
    }
  }

  async #beat(): Promise<void> {
    const assignment = await this.#parts.membership.heartbeat(new Set(this.#loops.keys()));
    // A stop that came meanwhile has seen all the loops there are to be.
    if (this.#stop.signal.aborted) return;
    this.#dropLost(assignment);
    for (const partition of assignment.target) {
      if (assignment.leased.has(partition) && !this.#loops.has(partition)) this.#startLoop(partition);
    }
    this.checkCaughtUp();
  }

  /** What is no longer ours is finished first; the heartbeat after that gives the lease up. */
  #dropLost({ target, leased }: Assignment): void {
    for (const [partition, loop] of this.#loops) {
      if (!target.has(partition) || !leased.has(partition)) loop.stop.abort();
    }
  }

  #startLoop(partition: number): void {
    const { source, sink, logger } = this.#parts;
    const stop = new AbortController();
    const loop = new PartitionLoop(source(partition), sink(partition, stop.signal), logger, stop.signal);
    const done = loop.run().then(() => {
      this.#loops.delete(partition);
      this.rebalance();
    });
    this.#loops.set(partition, { stop, done });
  }

  #warn(error: unknown, message: string): void {
    this.#parts.logger.warn({ member: this.#parts.membership.memberId, error }, message);
  }
}
