import type { SelfAttentionWeights } from './self-attention-weights.ts';

/** PyTorch's default; training uses it too. */
export const NORM_EPSILON = 1e-5;

/** One state for each of n items, oldest first, n at most the longest history: [n, d]. */
export function hiddenStates(weights: SelfAttentionWeights, items: Int32Array): Float32Array {
  const { dimension, places, heads, blocks } = weights;
  const x = new Float32Array(items.length * dimension);
  const firstPlace = places.length / dimension - items.length;
  for (const [at, item] of items.entries()) {
    for (let i = 0; i < dimension; i++) {
      const vector = Math.sqrt(dimension) * (weights.items[item * dimension + i] ?? 0);
      x[at * dimension + i] = vector + (places[(firstPlace + at) * dimension + i] ?? 0);
    }
  }
  for (const block of blocks) {
    const projected = dense(
      normalised(x, block.attentionGain, block.attentionBias),
      block.project,
      block.projectBias,
    );
    addTo(x, dense(attended(projected, dimension, heads), block.mix, block.mixBias));
    const inner = dense(normalised(x, block.feedGain, block.feedBias), block.inner, block.innerBias);
    addTo(
      x,
      dense(
        inner.map((value) => Math.max(0, value)),
        block.outer,
        block.outerBias,
      ),
    );
  }
  return normalised(x, weights.gain, weights.bias);
}

/** Causal attention by head: queries, keys and values side by side [n, 3d] -> [n, d]. */
function attended(projected: Float32Array, dimension: number, heads: number): Float32Array {
  const count = projected.length / (3 * dimension);
  const width = dimension / heads;
  const result = new Float32Array(count * dimension);
  const shares = new Float64Array(count);
  for (let head = 0; head < heads; head++) {
    for (let at = 0; at < count; at++) {
      const query = at * 3 * dimension + head * width;
      let most = -Infinity;
      for (let from = 0; from <= at; from++) {
        const key = (from * 3 + 1) * dimension + head * width;
        let product = 0;
        for (let i = 0; i < width; i++) product += (projected[query + i] ?? 0) * (projected[key + i] ?? 0);
        shares[from] = product / Math.sqrt(width);
        most = Math.max(most, shares[from] ?? 0);
      }
      let total = 0;
      for (let from = 0; from <= at; from++) {
        shares[from] = Math.exp((shares[from] ?? 0) - most);
        total += shares[from] ?? 0;
      }
      for (let from = 0; from <= at; from++) {
        const value = (from * 3 + 2) * dimension + head * width;
        const share = (shares[from] ?? 0) / total;
        const to = at * dimension + head * width;
        for (let i = 0; i < width; i++)
          result[to + i] = (result[to + i] ?? 0) + share * (projected[value + i] ?? 0);
      }
    }
  }
  return result;
}

/** Rows [n, d] · matrix [d, columns] + bias [columns]. */
function dense(rows: Float32Array, matrix: Float32Array, bias: Float32Array): Float32Array {
  const columns = bias.length;
  const width = matrix.length / columns;
  const product = new Float32Array((rows.length / width) * columns);
  for (let row = 0; row < rows.length / width; row++) {
    const to = row * columns;
    product.set(bias, to);
    for (let i = 0; i < width; i++) {
      const value = rows[row * width + i] ?? 0;
      if (value === 0) continue;
      for (let j = 0; j < columns; j++)
        product[to + j] = (product[to + j] ?? 0) + value * (matrix[i * columns + j] ?? 0);
    }
  }
  return product;
}

/** Layer normalisation of rows [n, d]. */
function normalised(rows: Float32Array, gain: Float32Array, bias: Float32Array): Float32Array {
  const width = gain.length;
  const result = new Float32Array(rows.length);
  for (let from = 0; from < rows.length; from += width) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < width; i++) sum += rows[from + i] ?? 0;
    const mean = sum / width;
    for (let i = 0; i < width; i++) squares += ((rows[from + i] ?? 0) - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / width + NORM_EPSILON);
    for (let i = 0; i < width; i++) {
      result[from + i] = ((rows[from + i] ?? 0) - mean) * scale * (gain[i] ?? 0) + (bias[i] ?? 0);
    }
  }
  return result;
}

function addTo(target: Float32Array, other: Float32Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + (other[i] ?? 0);
}
