import type { NamedArrays } from '../artifact/arrays.ts';
import type { Corpus } from '../sequences/corpus.ts';
import type { History } from '../sequences/history.ts';
import { BoardSource } from './board-source.ts';
import { kindWeights } from './kind-weights.ts';
import { NOT_ONE } from './recommender.ts';
import { placeWeights } from './place-weights.ts';
import { ScoreBoard } from './score-board.ts';
import { LIVE_SESSIONS_MOST, OpenSession, type LiveSessions } from '../live/live-sessions.ts';
import type { SessionKnnConfig } from './session-knn-config.ts';
import { cutSessions, postingsOf, type Postings, type Sessions } from './sessions.ts';

/** What of a history decides its neighbours. */
type Asked = Pick<History, 'items' | 'kinds'>;

/** The sessions most similar to a history, in the order of their numbers; parallel arrays. */
export interface Neighbours {
  readonly sessions: Int32Array;
  readonly similarities: Float32Array;
  /** Place in the items of the neighbour, of its item that is latest in the history. */
  readonly matched: Int32Array;
}

const NO_SESSION = { items: [], kinds: [] };
const POPULARITY_SHRINK = 10;
/** Newest items a reason may name: a shopper remembers those, and each has a bit of an integer. */
const REASON_ITEMS_MOST = 20;

/** "Shoppers like you also took": items of the most similar sessions. */
export class SessionKnn extends BoardSource {
  readonly name: SessionKnnConfig['name'];
  private readonly damping: Float32Array;
  /** Of each session, by its length and age; live ones stand after those of the training. */
  private readonly sessionWeights: Float32Array;
  private readonly trainedCount: number;
  private readonly similarity: ScoreBoard;
  /** Bit i of a session: it has item i of the query that reasons are looked for in. Cleared after each query. */
  private readonly queryBits: Int32Array;
  private readonly placeWeights: Float64Array;
  private readonly kindWeights: Float64Array;
  /** Latest place in the query of each item, from 1; 0 for none. Cleared after each query. */
  private readonly queryPlace: Int32Array;

  /** `live` has room for sessions to come. */
  constructor(
    private readonly config: SessionKnnConfig,
    private readonly sessions: Sessions,
    itemCount: number,
    private readonly postings: Postings = postingsOf(sessions, itemCount),
    private readonly live?: LiveSessions,
  ) {
    super(itemCount);
    this.name = config.name;
    this.trainedCount = sessions.starts.length - 1;
    this.damping = Float32Array.from({ length: itemCount }, (_, item) => this.dampingOf(item));
    const room = this.trainedCount + (live === undefined ? 0 : LIVE_SESSIONS_MOST);
    this.sessionWeights = Float32Array.from({ length: room }, (_, i) =>
      i >= this.trainedCount
        ? 0
        : ((sessions.starts[i + 1] ?? 0) - (sessions.starts[i] ?? 0)) ** -config.lengthPower *
          (config.recency > 0 ? Math.exp(-(1 - i / this.trainedCount) / config.recency) : 1),
    );
    this.similarity = new ScoreBoard(room);
    this.queryBits = new Int32Array(room);
    this.placeWeights = placeWeights(config);
    this.kindWeights = kindWeights(config.kindPower);
    this.queryPlace = new Int32Array(itemCount);
  }

  static train(corpus: Corpus, config: SessionKnnConfig): SessionKnn {
    return new SessionKnn(config, cutSessions(corpus, config), corpus.itemCount);
  }

  /** What state() gave, with room for items and, given `live`, sessions to come. Throws TypeError on anything else. */
  static from(
    state: NamedArrays,
    config: SessionKnnConfig,
    itemCount: number,
    live?: LiveSessions,
  ): SessionKnn {
    const { items, kinds, starts } = state;
    if (
      !(items instanceof Int32Array && kinds instanceof Uint8Array && starts instanceof Int32Array) ||
      kinds.length !== items.length
    ) {
      throw new TypeError('expected items, kinds and starts in the sessions of a model');
    }
    return new SessionKnn(config, { items, kinds, starts }, itemCount, undefined, live);
  }

  /** The same sessions asked otherwise; unit and lengthMost must be the same, for they decide what a session is. */
  configured(config: SessionKnnConfig): SessionKnn {
    const { unit, lengthMost } = this.config;
    if (config.unit !== unit || config.lengthMost !== lengthMost) {
      throw new RangeError('these sessions were cut for another unit or length');
    }
    return new SessionKnn(config, this.sessions, this.itemCount, this.postings);
  }

  /** Takes an item into a session under way, which is a neighbour from its second item on; gives it, or the next one. */
  learn(session: OpenSession, item: number, kind: number): OpenSession {
    const { live } = this;
    if (live === undefined) return session;
    const open = session.items.length < this.config.lengthMost ? session : new OpenSession();
    live.add(open, item, kind);
    if (open.number !== undefined) {
      // A new session is as recent as can be.
      const weight = open.items.length ** -this.config.lengthPower;
      this.sessionWeights[this.trainedCount + live.slotOf(open.number)] = weight;
      for (const each of open.items) this.damping[each] = this.dampingOf(each);
    }
    return open;
  }

  /** The newest item that ties the most neighbours which have the item: its weight times the sessions they share. */
  because(history: History, items: Int32Array): Int32Array {
    const query: { readonly item: number; readonly weight: number }[] = [];
    this.forQuery(newest(history, REASON_ITEMS_MOST), (item, weight) => {
      const bit = 1 << query.length;
      query.push({ item, weight });
      this.forNewestSessions(
        item,
        (session) => (this.queryBits[session] = (this.queryBits[session] ?? 0) | bit),
      );
    });
    const shared = new Int32Array(query.length);
    const reasons = items.map((item) => {
      shared.fill(0);
      this.forNewestSessions(item, (session) => countBits(this.queryBits[session] ?? 0, shared));
      let [best, bestPart] = [NOT_ONE, 0];
      for (const [place, from] of query.entries()) {
        const part = from.weight * (shared[place] ?? 0);
        if (from.item !== item && part > bestPart) [best, bestPart] = [from.item, part];
      }
      return best;
    });
    for (const { item } of query) this.forNewestSessions(item, (session) => (this.queryBits[session] = 0));
    return reasons;
  }

  state(): NamedArrays {
    const { items, kinds, starts } = this.sessions;
    return { items, kinds, starts };
  }

  /** The most similar sessions; of the configuration only what `haveSameNeighbours` compares matters. */
  neighboursOf(asked: Asked): Neighbours {
    this.findSimilar(asked);
    // In the order of their numbers: sums of floats depend on the order.
    const sessions = this.similarity.best(this.config.neighbours).sort();
    const similarities = new Float32Array(sessions.length);
    const matched = new Int32Array(sessions.length);
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i] ?? 0;
      similarities[i] = this.similarity.scores[session] ?? 0;
      matched[i] = this.matchedPlace(session);
    }
    for (const item of asked.items) if (this.isKnown(item)) this.queryPlace[item] = 0;
    return { sessions, similarities, matched };
  }

  /** Items of a neighbour count by their distance from its item that is latest in the history. */
  addNeighbours({ sessions, similarities, matched }: Neighbours, board: ScoreBoard): void {
    const { similarityPower, lengthMost } = this.config;
    const { placeWeights: weights, kindWeights: byKind } = this;
    const { items, kinds, starts } = this.sessions;
    const add = (place: number, item: number, kind: number, similarity: number) =>
      board.add(item, similarity * ((weights[place] ?? 0) * (byKind[kind] ?? 0)));
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i] ?? 0;
      const similarity = (similarities[i] ?? 0) ** similarityPower;
      const middle = lengthMost - (matched[i] ?? 0);
      if (session < this.trainedCount) {
        const end = starts[session + 1] ?? 0;
        for (let at = starts[session] ?? 0; at < end; at++)
          add(middle + at, items[at] ?? 0, kinds[at] ?? 0, similarity);
      } else {
        const open = this.liveAt(session);
        for (let at = 0; at < open.items.length; at++)
          add(middle + at, open.items[at] ?? 0, open.kinds[at] ?? 0, similarity);
      }
    }
    board.weigh(this.damping);
  }

  protected addScores(history: History, board: ScoreBoard): void {
    this.addNeighbours(this.neighboursOf(history), board);
  }

  private findSimilar(asked: Asked): void {
    this.similarity.clear();
    this.forQuery(asked, (item, weight, place) => {
      this.queryPlace[item] = place;
      this.forNewestSessions(item, (session) => this.similarity.add(session, weight));
    });
    this.similarity.weigh(this.sessionWeights);
  }

  private forNewestSessions(item: number, visit: (session: number) => void): void {
    const { starts, sessions } = this.postings;
    const most = this.config.postingsMost;
    const live = this.live?.forNewest(item, most, (slot) => visit(this.trainedCount + slot)) ?? 0;
    const end = starts[item + 1] ?? 0;
    for (let at = Math.max(starts[item] ?? 0, end - (most - live)); at < end; at++) visit(sessions[at] ?? 0);
  }

  private countOf(item: number): number {
    const { starts } = this.postings;
    return (starts[item + 1] ?? 0) - (starts[item] ?? 0) + (this.live?.countOf(item) ?? 0);
  }

  private dampingOf(item: number): number {
    return (this.countOf(item) + POPULARITY_SHRINK) ** -this.config.popularityPower;
  }

  private rarityOf(item: number): number {
    const sessionCount = this.trainedCount + (this.live?.size ?? 0);
    const rarity = Math.log(sessionCount / (this.countOf(item) + 1)) / 10;
    return Math.fround(Math.max(0.01, rarity) ** this.config.rarityPower);
  }

  /** Each distinct item of the newest `queryMost`, at its latest place (from 1), by what was done with it there. */
  private forQuery(
    { items, kinds }: Asked,
    visit: (item: number, weight: number, place: number) => void,
  ): void {
    const { queryMost, queryDecay } = this.config;
    const oldest = Math.max(0, items.length - queryMost);
    const seen = new Set<number>();
    for (let at = items.length - 1; at >= oldest; at--) {
      const item = items[at] ?? -1;
      if (!this.isKnown(item) || seen.has(item)) continue;
      seen.add(item);
      const weight = Math.exp(-(items.length - 1 - at) / queryDecay) * this.rarityOf(item);
      visit(item, weight * (this.kindWeights[kinds[at] ?? 0] ?? 0), at - oldest + 1);
    }
  }

  private liveAt(session: number): Pick<OpenSession, 'items' | 'kinds'> {
    return this.live?.at(session - this.trainedCount) ?? NO_SESSION;
  }

  private matchedPlace(session: number): number {
    if (session >= this.trainedCount) {
      const { items } = this.liveAt(session);
      return this.latestAsked(items, 0, items.length);
    }
    const { items, starts } = this.sessions;
    return this.latestAsked(items, starts[session] ?? 0, starts[session + 1] ?? 0);
  }

  /** Of these places, that of the item which is latest in the query. */
  private latestAsked(items: ArrayLike<number>, start: number, end: number): number {
    const { queryPlace } = this;
    let [matched, latest] = [start, 0];
    for (let at = start; at < end; at++) {
      const place = queryPlace[items[at] ?? 0] ?? 0;
      if (place > 0 && place >= latest) {
        matched = at;
        latest = place;
      }
    }
    return matched;
  }
}

const newest = ({ items, kinds }: Asked, most: number): Asked => ({
  items: items.subarray(-most),
  kinds: kinds.subarray(-most),
});

/** Adds 1 to the count of each bit that is set. */
function countBits(bits: number, counts: Int32Array): void {
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const place = 31 - Math.clz32(rest & -rest);
    counts[place] = (counts[place] ?? 0) + 1;
  }
}
