import type { NamedArrays } from '../artifact/arrays.ts';
import type { Corpus } from '../sequences/corpus.ts';
import type { History } from '../sequences/history.ts';
import { BoardSource } from './board-source.ts';
import { kindWeights } from './kind-weights.ts';
import { NOT_ONE } from './recommender.ts';
import { ScoreBoard } from './score-board.ts';
import { cutSessions, postingsOf, type Postings, type Sessions } from './sessions.ts';

/** V-SKNN (Ludewig and Jannach 2018) with inverse item frequency and a weight of its own for repeats. */
export interface SessionKnnConfig {
  readonly name: 'session-knn' | 'customer-knn' | 'sharp-knn';
  /** What a neighbour is: one visit, or a stretch of a customer's visits. */
  readonly unit: 'visit' | 'customer';
  readonly neighbours: number;
  /** Newest items of the history that are asked about, and the decay of their weight by place. */
  readonly queryMost: number;
  readonly queryDecay: number;
  /** Similarity is divided by the neighbour's length to this power. */
  readonly lengthPower: number;
  /** A neighbour that began when a share x of all had begun counts exp(-(1 - x) / recency); 0 for any time alike. */
  readonly recency: number;
  /** Items of a neighbour count its similarity to this power. */
  readonly similarityPower: number;
  /** Weight of an item is multiplied by (ln(sessions / (count + 1)) / 10) to this power. */
  readonly rarityPower: number;
  /** Items of a neighbour count exp(-distance / decay) after the matched place, beforeWeight times that before it. */
  readonly afterDecay: number;
  readonly beforeDecay: number;
  readonly beforeWeight: number;
  /** Weight of the matched item itself. */
  readonly repeatWeight: number;
  /** Scores are divided by (count + 10) to this power. */
  readonly popularityPower: number;
  /** Interactions count by their kind, those of the query and those of the neighbours, to this power (see kindWeights). */
  readonly kindPower: number;
  /** Newest sessions looked at of each item: bounds the time of a query; 500 cost no accuracy on public data. */
  readonly postingsMost: number;
  /** Longer sessions are cut into pieces of this length. */
  readonly lengthMost: number;
}

/** What of a history decides its neighbours. */
type Asked = Pick<History, 'items' | 'kinds'>;

/** The sessions most similar to a history, in the order of their numbers; parallel arrays. */
export interface Neighbours {
  readonly sessions: Int32Array;
  readonly similarities: Float32Array;
  /** Place in `Sessions.items` of the neighbour's item that is latest in the history. */
  readonly matched: Int32Array;
}

const POPULARITY_SHRINK = 10;
/** Newest items a reason may name: a shopper remembers those, and each has a bit of an integer. */
const REASON_ITEMS_MOST = 20;

/** "Shoppers like you also took": items of the most similar sessions. */
export class SessionKnn extends BoardSource {
  readonly name: SessionKnnConfig['name'];
  private readonly damping: Float32Array;
  private readonly rarity: Float32Array;
  /** Of each session, by its length and age. */
  private readonly sessionWeights: Float32Array;
  private readonly similarity: ScoreBoard;
  /** Bit i of a session: it has item i of the query that reasons are looked for in. Cleared after each query. */
  private readonly queryBits: Int32Array;
  private readonly placeWeights: Float64Array;
  private readonly kindWeights: Float64Array;
  /** Latest place in the query of each item, from 1; 0 for none. Cleared after each query. */
  private readonly queryPlace: Int32Array;

  constructor(
    private readonly config: SessionKnnConfig,
    private readonly sessions: Sessions,
    itemCount: number,
    private readonly postings: Postings = postingsOf(sessions, itemCount),
  ) {
    super(itemCount);
    this.name = config.name;
    const sessionCount = sessions.starts.length - 1;
    const { starts } = postings;
    const counts = Float32Array.from(
      { length: itemCount },
      (_, i) => (starts[i + 1] ?? 0) - (starts[i] ?? 0),
    );
    this.damping = counts.map((count) => (count + POPULARITY_SHRINK) ** -config.popularityPower);
    this.rarity = counts.map(
      (count) => Math.max(0.01, Math.log(sessionCount / (count + 1)) / 10) ** config.rarityPower,
    );
    this.sessionWeights = Float32Array.from(
      { length: sessionCount },
      (_, i) =>
        ((sessions.starts[i + 1] ?? 0) - (sessions.starts[i] ?? 0)) ** -config.lengthPower *
        (config.recency > 0 ? Math.exp(-(1 - i / sessionCount) / config.recency) : 1),
    );
    this.similarity = new ScoreBoard(sessionCount);
    this.queryBits = new Int32Array(sessionCount);
    this.placeWeights = placeWeights(config);
    this.kindWeights = kindWeights(config.kindPower);
    this.queryPlace = new Int32Array(itemCount);
  }

  static train(corpus: Corpus, config: SessionKnnConfig): SessionKnn {
    return new SessionKnn(config, cutSessions(corpus, config), corpus.itemCount);
  }

  /** What state() gave. Throws TypeError on anything else. */
  static from(state: NamedArrays, config: SessionKnnConfig, itemCount: number): SessionKnn {
    const { items, kinds, starts } = state;
    if (
      !(items instanceof Int32Array && kinds instanceof Uint8Array && starts instanceof Int32Array) ||
      kinds.length !== items.length
    ) {
      throw new TypeError('expected items, kinds and starts in the sessions of a model');
    }
    return new SessionKnn(config, { items, kinds, starts }, itemCount);
  }

  /** The same sessions asked otherwise; unit and lengthMost must be the same, for they decide what a session is. */
  configured(config: SessionKnnConfig): SessionKnn {
    const { unit, lengthMost } = this.config;
    if (config.unit !== unit || config.lengthMost !== lengthMost) {
      throw new RangeError('these sessions were cut for another unit or length');
    }
    return new SessionKnn(config, this.sessions, this.itemCount, this.postings);
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
    const { items, kinds, starts } = this.sessions;
    const { placeWeights: weights, kindWeights: byKind } = this;
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i] ?? 0;
      const similarity = (similarities[i] ?? 0) ** similarityPower;
      const middle = lengthMost - (matched[i] ?? 0);
      const end = starts[session + 1] ?? 0;
      for (let at = starts[session] ?? 0; at < end; at++) {
        const weight = (weights[middle + at] ?? 0) * (byKind[kinds[at] ?? 0] ?? 0);
        board.add(items[at] ?? 0, similarity * weight);
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
    const end = starts[item + 1] ?? 0;
    for (let at = Math.max(starts[item] ?? 0, end - this.config.postingsMost); at < end; at++) {
      visit(sessions[at] ?? 0);
    }
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
      const weight = Math.exp(-(items.length - 1 - at) / queryDecay) * (this.rarity[item] ?? 0);
      visit(item, weight * (this.kindWeights[kinds[at] ?? 0] ?? 0), at - oldest + 1);
    }
  }

  private matchedPlace(session: number): number {
    const { items, starts } = this.sessions;
    const [start, end] = [starts[session] ?? 0, starts[session + 1] ?? 0];
    let [matched, latest] = [start, 0];
    for (let at = start; at < end; at++) {
      const place = this.queryPlace[items[at] ?? 0] ?? 0;
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

/** Whether a history has the same neighbours under both, so that they need not be looked for again. */
export function haveSameNeighbours(a: SessionKnnConfig, b: SessionKnnConfig): boolean {
  return NEIGHBOUR_PARAMETERS.every((name) => a[name] === b[name]);
}

const NEIGHBOUR_PARAMETERS = [
  'unit',
  'neighbours',
  'queryMost',
  'queryDecay',
  'lengthPower',
  'recency',
  'rarityPower',
  'kindPower',
  'postingsMost',
  'lengthMost',
] as const satisfies readonly (keyof SessionKnnConfig)[];

/** Adds 1 to the count of each bit that is set. */
function countBits(bits: number, counts: Int32Array): void {
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const place = 31 - Math.clz32(rest & -rest);
    counts[place] = (counts[place] ?? 0) + 1;
  }
}

/** Weight of an item by its distance from the matched one, which stands at `lengthMost`. */
function placeWeights(config: SessionKnnConfig): Float64Array {
  const { afterDecay, beforeDecay, beforeWeight, repeatWeight, lengthMost } = config;
  return Float64Array.from({ length: 2 * lengthMost + 1 }, (_, i) => {
    const distance = i - lengthMost;
    if (distance === 0) return repeatWeight;
    if (distance > 0) return Math.exp(-(distance - 1) / afterDecay);
    return beforeWeight * Math.exp((distance + 1) / beforeDecay);
  });
}
