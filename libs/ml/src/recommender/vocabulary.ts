import { NEW_ITEMS_MOST } from '../models/content-vectors.ts';

/** The items of a model: those it was trained on, then those that it has met or was told of since. */
export class Vocabulary {
  /** In the order of their indices. Grows. */
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly trained: number;
  /** Items that ever can be in it. */
  readonly most: number;
  private readonly growingIds: string[];
  private readonly growingIndex: Map<string, number>;

  constructor(trainedIds: readonly string[]) {
    this.ids = this.growingIds = [...trainedIds];
    this.indexOf = this.growingIndex = new Map(trainedIds.map((id, index) => [id, index]));
    this.trained = trainedIds.length;
    this.most = this.trained + NEW_ITEMS_MOST;
  }

  isFull(): boolean {
    return this.ids.length >= this.most;
  }

  /** The index of an item, which is added if it is new; undefined of a new one when NEW_ITEMS_MOST were added. */
  take(itemId: string): number | undefined {
    const known = this.indexOf.get(itemId);
    if (known !== undefined || this.isFull()) return known;
    const index = this.growingIds.push(itemId) - 1;
    this.growingIndex.set(itemId, index);
    return index;
  }
}
