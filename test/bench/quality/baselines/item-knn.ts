import {
  addRowTo,
  buildItemMatrix,
  ScoreBoard,
  type Corpus,
  type ItemMatrix,
  type Recommender,
  type Scored,
} from '#ml';

/** Added to the counts below the cosine. */
const SHRINK = 10;
/** The p-th newest item of the history counts this to the power of p. */
const HISTORY_DECAY = 0.7;
const HISTORY_MOST = 60;
const ROW_MOST = 400;

/**
 * Item-kNN (Sarwar et al. 2001): the cosine of the sets of visits, or of customers, that each item was in, shrunk by 10;
 * rows of the history's items are added up, the newest counting most.
 */
export class ItemKnn implements Pick<Recommender, 'candidates'> {
  private readonly matrix: ItemMatrix;
  private readonly board: ScoreBoard;

  constructor(
    readonly name: string,
    corpus: Corpus,
    unitOf: Int32Array,
  ) {
    this.board = new ScoreBoard(corpus.itemCount);
    this.matrix = cosines(corpus, unitOf);
  }

  candidates({ items }: Parameters<Recommender['candidates']>[0], k: number): Scored {
    this.board.clear();
    for (const [age, item] of items.toReversed().subarray(0, HISTORY_MOST).entries()) {
      addRowTo(this.board, this.matrix, item, HISTORY_DECAY ** age);
    }
    return this.board.top(k);
  }
}

function cosines({ itemCount, items }: Corpus, unitOf: Int32Array): ItemMatrix {
  const unitsOf: Set<number>[] = Array.from({ length: itemCount }, () => new Set());
  const itemsOf = new Map<number, Set<number>>();
  for (const [place, item] of items.entries()) {
    const unit = unitOf[place] ?? 0;
    unitsOf[item]?.add(unit);
    const known = itemsOf.get(unit) ?? new Set();
    itemsOf.set(unit, known.add(item));
  }
  const norms = unitsOf.map(({ size }) => 1 / Math.sqrt(size + SHRINK));
  return buildItemMatrix(itemCount, ROW_MOST, (item, board) => {
    for (const unit of unitsOf[item] ?? []) {
      for (const other of itemsOf.get(unit) ?? []) if (other !== item) board.add(other, 1);
    }
    for (const other of board.entries()) {
      board.scores[other] = (board.scores[other] ?? 0) * (norms[item] ?? 0) * (norms[other] ?? 0);
    }
  });
}
