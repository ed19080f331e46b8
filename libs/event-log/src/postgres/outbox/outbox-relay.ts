import { ALL_TOPICS, type Topic } from '#contracts';
import { silentLogger, type EventLogLogger } from '../../event-log-logger.ts';
import type { EventLog } from '../../event-log.ts';
import { LaneRelay } from './lane-relay.ts';
import { newestLane, valueLane, type OutboxLane, type ResolveNewest } from './outbox-lane.ts';

export interface OutboxRelayOptions {
  readonly connectionString: string;
  readonly eventLog: EventLog;
  readonly logger?: EventLogLogger;
  /** Topics whose rows are sent; default all. */
  readonly topics?: readonly Topic[];
  /** How late a row is sent at worst, when a notification got lost or another relay died; default 1 s. */
  readonly pollMs?: number;
}

/**
 * Sends what transactions left in the outbox to the event log, at least once and in order, woken by what `enqueue`
 * announces when they commit. Every process may run one: of all relays on a database one sends the rows with values, and
 * for each topic one that has its resolver sends the rows that name only a key.
 */
export class OutboxRelay {
  readonly #options: OutboxRelayOptions;
  readonly #relays: LaneRelay[] = [];
  #started = false;

  constructor(options: OutboxRelayOptions) {
    this.#options = options;
    this.#add(valueLane(options.topics ?? ALL_TOPICS));
  }

  /** Lets this relay send rows made by outboxNewest(topic). Call it where the values are at hand. */
  resolveWith(topic: Topic, resolve: ResolveNewest): void {
    this.#add(newestLane(topic, resolve));
  }

  start(): void {
    this.#started = true;
    for (const relay of this.#relays) relay.start();
  }

  /** Finishes the step in hand. */
  async stop(): Promise<void> {
    await Promise.all(this.#relays.map((relay) => relay.stop()));
  }

  #add(lane: OutboxLane): void {
    const { connectionString, eventLog, logger = silentLogger, pollMs = 1_000 } = this.#options;
    const relay = new LaneRelay(lane, connectionString, eventLog, logger, pollMs);
    this.#relays.push(relay);
    if (this.#started) relay.start();
  }
}
