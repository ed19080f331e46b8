import type { NamedArrays } from '../artifact/arrays.ts';

/** One transformer block, "pre-norm"; d is the dimension. Matrices are row-major, applied as row · matrix + bias. */
export interface SelfAttentionBlock {
  /** [d] each: layer norm before attention. */
  readonly attentionGain: Float32Array;
  readonly attentionBias: Float32Array;
  /** [d, 3d] and [3d]: queries, keys and values side by side. */
  readonly project: Float32Array;
  readonly projectBias: Float32Array;
  /** [d, d] and [d]: what the heads found, mixed. */
  readonly mix: Float32Array;
  readonly mixBias: Float32Array;
  /** [d] each: layer norm before the feed-forward part. */
  readonly feedGain: Float32Array;
  readonly feedBias: Float32Array;
  /** [d, d] and [d] each: the feed-forward part, ReLU between the two. */
  readonly inner: Float32Array;
  readonly innerBias: Float32Array;
  readonly outer: Float32Array;
  readonly outerBias: Float32Array;
}

/** Weights of the self-attention model; L is the longest history. */
export interface SelfAttentionWeights {
  readonly dimension: number;
  /** Attention heads; divides the dimension. */
  readonly heads: number;
  /** [items, d]: inputs and outputs share it. */
  readonly items: Float32Array;
  /** [L, d]: the newest item is at place L - 1. */
  readonly places: Float32Array;
  readonly blocks: readonly SelfAttentionBlock[];
  /** [d] each: the last layer norm. */
  readonly gain: Float32Array;
  readonly bias: Float32Array;
}

/** Shape of each array by name; the order is that of training. */
export type SelfAttentionShapes = Readonly<Record<string, readonly number[]>>;

/** The names are those of selfAttentionState: block arrays as "block0.mix". */
export function selfAttentionShapes(size: {
  readonly itemCount: number;
  readonly historyMost: number;
  readonly dimension: number;
  readonly blocks: number;
}): SelfAttentionShapes {
  const { itemCount, historyMost, dimension: d, blocks } = size;
  const block: Readonly<Record<keyof SelfAttentionBlock, readonly number[]>> = {
    attentionGain: [d],
    attentionBias: [d],
    project: [d, 3 * d],
    projectBias: [3 * d],
    mix: [d, d],
    mixBias: [d],
    feedGain: [d],
    feedBias: [d],
    inner: [d, d],
    innerBias: [d],
    outer: [d, d],
    outerBias: [d],
  };
  return {
    items: [itemCount, d],
    places: [historyMost, d],
    ...Object.fromEntries(
      Array.from({ length: blocks }, (_, i) =>
        Object.entries(block).map(([name, shape]) => [`block${i}.${name}`, shape] as const),
      ).flat(),
    ),
    gain: [d],
    bias: [d],
  };
}

/** The arrays by the names and shapes of selfAttentionShapes, and `heads` [1]. Views. */
export function selfAttentionState(weights: SelfAttentionWeights): NamedArrays {
  const { heads, items, places, gain, bias } = weights;
  const blocks = weights.blocks.flatMap((block, i) =>
    Object.entries(block as unknown as Readonly<Record<string, Float32Array>>).map(
      ([name, array]) => [`block${i}.${name}`, array] as const,
    ),
  );
  return { heads: Int32Array.of(heads), items, places, gain, bias, ...Object.fromEntries(blocks) };
}

/** What selfAttentionState gave. Throws TypeError on anything else. */
export function selfAttentionFrom(state: NamedArrays): SelfAttentionWeights {
  const floats = (name: string): Float32Array => {
    const array = state[name];
    if (array instanceof Float32Array) return array;
    throw new TypeError(`expected 32-bit floats as "${name}" in the self-attention model`);
  };
  const blockCount = Object.keys(state).filter((name) => name.endsWith('.mix')).length;
  const block = (i: number): SelfAttentionBlock => {
    const of = (name: keyof SelfAttentionBlock) => floats(`block${i}.${name}`);
    return {
      attentionGain: of('attentionGain'),
      attentionBias: of('attentionBias'),
      project: of('project'),
      projectBias: of('projectBias'),
      mix: of('mix'),
      mixBias: of('mixBias'),
      feedGain: of('feedGain'),
      feedBias: of('feedBias'),
      inner: of('inner'),
      innerBias: of('innerBias'),
      outer: of('outer'),
      outerBias: of('outerBias'),
    };
  };
  const heads = state['heads']?.[0];
  if (heads === undefined) throw new TypeError('expected the number of heads in the self-attention model');
  const gain = floats('gain');
  return {
    dimension: gain.length,
    heads,
    items: floats('items'),
    places: floats('places'),
    blocks: Array.from({ length: blockCount }, (_, i) => block(i)),
    gain,
    bias: floats('bias'),
  };
}
