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
