import { Worker } from 'node:worker_threads';
import { Inject, Injectable, Optional, type BeforeApplicationShutdown } from '@nestjs/common';
import { RankedList, type ArtifactFiles, type DescribedItem, type OwnedInteraction } from '#ml';
import { CLOCK, LOGGER, type Clock, type Logger } from '#service';
import type { Recommender } from '../models/serving-model.ts';
import type { Candidate } from '../recommendation/candidate.ts';
import type { HostedModel, PublishedVersion, RecommenderHost } from './recommender-host.ts';
import { RecommendersBusy } from './recommenders-busy.ts';
import type {
  AskMessage,
  FromThread,
  Opened,
  OpenMessage,
  QuestionKind,
  Questions,
} from './thread-messages.ts';

/** Questions that wait: about a second of work. Beyond that the next strategy answers. */
const WAITING_MAX = 200;
/** A request that began on a version has ended by then. */
const RELEASE_AFTER_MS = 30_000;

const COPIED_MAX_BYTES = 1024 * 1024;

export const THREAD_ENTRY = Symbol('ThreadEntry');

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Models in a thread of their own: neither loading one nor ranking keeps a request waiting that needs neither. A thread
 * that ends, by an error or for want of memory, is started again, and its models are opened again.
 */
@Injectable()
export class ThreadedRecommenders implements RecommenderHost, BeforeApplicationShutdown {
  private thread: Worker | undefined;
  /** Models that the thread has opened. */
  private opened = 0;
  private readonly waiting = new Map<number, Waiting>();
  private readonly lost: (() => void)[] = [];
  private lastId = 0;
  private isStopping = false;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional()
    @Inject(THREAD_ENTRY)
    private readonly entry: URL = new URL('recommender-thread.js', import.meta.url),
  ) {}

  async open(champion: PublishedVersion, files: ArtifactFiles): Promise<HostedModel> {
    const thread = (this.thread ??= this.start());
    const model = ++this.lastId;
    const message = {
      kind: 'open',
      id: ++this.lastId,
      model,
      artifactSha256: champion.artifactSha256,
      files: [...files],
      nowMs: this.clock(),
    } as const;
    const opened = await this.send<Opened>(thread, message, wholeBuffers(files));
    this.opened++;
    const recommender = new RecommenderInThread(opened, (kind, ask) => this.ask(thread, model, kind, ask));
    return {
      version: champion.version,
      recommender,
      get trending() {
        return recommender.trending;
      },
      learnsFromMs: opened.learnsFromMs,
      learn: (interactions) => recommender.learn(interactions),
      release: () => {
        setTimeout(() => thread.postMessage({ kind: 'release', model }), RELEASE_AFTER_MS).unref();
      },
    };
  }

  onLost(listener: () => void): void {
    this.lost.push(listener);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.thread?.terminate();
  }

  private ask<Kind extends QuestionKind>(
    thread: Worker,
    model: number,
    kind: Kind,
    ask: Questions[Kind]['ask'],
  ): Promise<Questions[Kind]['answer']> {
    if (this.waiting.size >= WAITING_MAX) {
      return Promise.reject(new RecommendersBusy(`${WAITING_MAX} lists wait to be ranked already`));
    }
    // One kind's question; the compiler cannot see that the two belong together.
    return this.send(thread, { kind, id: ++this.lastId, model, ask } as AskMessage);
  }

  private send<Answer>(
    thread: Worker,
    message: OpenMessage | AskMessage,
    handedOver: readonly ArrayBuffer[] = [],
  ): Promise<Answer> {
    if (thread !== this.thread) return Promise.reject(new Error('the thread of this model has ended'));
    return new Promise((resolve, reject) => {
      // Its answer is of the kind that was asked for: see recommender-thread.ts.
      this.waiting.set(message.id, { resolve, reject });
      thread.postMessage(message, handedOver);
    });
  }

  private start(): Worker {
    const thread = new Worker(this.entry);
    thread.on('message', (message: FromThread) => this.answered(message));
    thread.on('error', (error) => this.ended(thread, error));
    thread.on('exit', (code) => this.ended(thread, new Error(`the thread of the models ended with ${code}`)));
    // The server keeps the process alive, not its threads.
    thread.unref();
    return thread;
  }

  private answered(message: FromThread): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if ('error' in message) waiting?.reject(message.error);
    else waiting?.resolve(message.answer as never);
  }

  private ended(thread: Worker, error: Error): void {
    if (thread !== this.thread) return;
    this.thread = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    // One that opens nothing is not tried for ever.
    const isLoss = this.opened > 0 && !this.isStopping;
    this.opened = 0;
    if (!isLoss) return;
    this.logger.error({ err: error }, 'the thread of the models ended; it is started again');
    for (const listener of this.lost) listener();
  }
}

/** Large files are handed to the thread; small ones, which may share a buffer with something else, are copied. */
const wholeBuffers = (files: ArtifactFiles): ArrayBuffer[] =>
  [...files.values()].flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > COPIED_MAX_BYTES
      ? [buffer]
      : [],
  );

type Ask = <Kind extends QuestionKind>(
  kind: Kind,
  ask: Questions[Kind]['ask'],
) => Promise<Questions[Kind]['answer']>;

/** A model in the thread, as the gateway sees it: numbers come from there, the ids of the items are here. */
class RecommenderInThread implements Recommender {
  readonly itemIds: readonly string[];
  trending: Iterable<Candidate>;
  private readonly ids: string[];
  private readonly indexOf: Map<string, number>;
  private readonly trained: number;
  /** By index: how often the item's neighbours changed. */
  private readonly changes: number[] = [];

  constructor(
    opened: Opened,
    private readonly ask: Ask,
  ) {
    this.itemIds = this.ids = [...opened.itemIds];
    this.trending = opened.trending;
    this.indexOf = new Map(opened.itemIds.map((id, index) => [id, index]));
    this.trained = opened.itemIds.length;
  }

  has(itemId: string): boolean {
    return this.indexOf.has(itemId);
  }

  wasTrainedOn(itemId: string): boolean {
    return (this.indexOf.get(itemId) ?? Infinity) < this.trained;
  }

  changesOf(itemId: string): number {
    return this.changes[this.indexOf.get(itemId) ?? -1] ?? 0;
  }

  /** Lists that are answered later may name an added item by its index: answers come in the order of the questions. */
  async describe(items: readonly DescribedItem[]): Promise<readonly string[]> {
    const added = await this.ask('describe', { items });
    this.add(added);
    return added;
  }

  async learn(interactions: readonly OwnedInteraction[]): Promise<void> {
    const { newItemIds, changed, trending } = await this.ask('learn', { interactions });
    this.add(newItemIds);
    for (const item of changed) this.changes[item] = (this.changes[item] ?? 0) + 1;
    this.trending = new RankedList(this.itemIds, trending);
  }

  async recommend(...[shopper, k]: Parameters<Recommender['recommend']>): Promise<RankedList> {
    return new RankedList(this.itemIds, await this.ask('recommend', { shopper, k }));
  }

  async rankItems(...[shopper, itemIds]: Parameters<Recommender['rankItems']>): Promise<RankedList> {
    return new RankedList(this.itemIds, await this.ask('rankItems', { shopper, itemIds }));
  }

  async similar(itemId: string, k: number): Promise<RankedList> {
    return new RankedList(this.itemIds, await this.ask('similar', { itemId, k }));
  }

  explain(...[shopper, itemId]: Parameters<Recommender['explain']>) {
    return this.ask('explain', { shopper, itemId });
  }

  async boughtTogether(itemIds: readonly string[], k: number): Promise<RankedList> {
    return new RankedList(this.itemIds, await this.ask('boughtTogether', { itemIds, k }));
  }

  private add(itemIds: readonly string[]): void {
    for (const id of itemIds) this.indexOf.set(id, this.ids.push(id) - 1);
  }
}
