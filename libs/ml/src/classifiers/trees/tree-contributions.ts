import { gaussLegendre, type Quadrature } from './gauss-legendre.ts';
import type { Trees } from './trees.ts';

/**
 * Shapley values of the columns for one row (path-dependent TreeSHAP, Lundberg et al. 2018): with what a row would get
 * on average over the training rows (`expected`) they add up to what it gets.
 *
 * A leaf is worth the product, over the columns of its path, of one when the column is known and the row goes
 * there, of nothing when it goes elsewhere, and of the share of training rows that went there when it is unknown. The Shapley
 * value is the integral over t in 0..1 of the slope of that product with every column known by chance t (Owen
 * 1972), a polynomial, so that a few Gauss-Legendre places give it exactly. One walk over a tree sums all its leaves
 * (as Linear TreeSHAP, Yu et al. 2022): nodes x places instead of leaves x depth squared.
 */
export class TreeContributions {
  /** What the trees give on average over the rows they were trained on. */
  readonly expected: number;
  private readonly quadratures: readonly Quadrature[];
  /** [depth][places] */
  private readonly products: readonly Float64Array[];
  private readonly sums: readonly Float64Array[];
  /** [columns]: the share of training rows, and whether the row goes, along the path so far. */
  private readonly shares: Float64Array;
  private readonly followed: Uint8Array;

  /** Of the trees from..to. */
  constructor(
    private readonly trees: Trees,
    columns: number,
    private readonly from = 0,
    private readonly to = trees.count,
  ) {
    const depths = Array.from({ length: to - from }, (_, i) => depthOf(trees, trees.roots[from + i] ?? 0));
    const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0);
    // A path of d columns has a slope of degree d - 1.
    const rules = Array.from({ length: deepest + 1 }, (_, depth) => gaussLegendre(Math.ceil(depth / 2)));
    this.quadratures = depths.map((depth) => rules[Math.min(depth, columns)] ?? gaussLegendre(0));
    const places = Math.ceil(deepest / 2);
    this.products = Array.from({ length: deepest + 1 }, () => new Float64Array(places));
    this.sums = Array.from({ length: deepest + 1 }, () => new Float64Array(places));
    this.shares = new Float64Array(columns).fill(1);
    this.followed = new Uint8Array(columns).fill(1);
    let expected = 0;
    for (let tree = from; tree < to; tree++) {
      const root = trees.roots[tree] ?? 0;
      for (let node = root; node < (trees.roots[tree + 1] ?? 0); node++)
        expected += ((trees.value[node] ?? 0) * (trees.cover[node] ?? 0)) / (trees.cover[root] ?? 1);
    }
    this.expected = expected;
  }

  /** [columns] */
  of(row: Float64Array): Float64Array {
    const contributions = new Float64Array(row.length);
    this.products[0]?.fill(1);
    for (let tree = this.from; tree < this.to; tree++) {
      const quadrature = this.quadratures[tree - this.from] ?? gaussLegendre(0);
      this.visit(this.trees.roots[tree] ?? 0, 0, row, quadrature, contributions);
    }
    return contributions;
  }

  /** Leaves in sums[depth] what the leaves below the node are worth, at each place, and adds the slopes of its edges. */
  private visit(
    node: number,
    depth: number,
    row: Float64Array,
    quadrature: Quadrature,
    contributions: Float64Array,
  ): void {
    const { trees, products, sums } = this;
    const places = quadrature.places.length;
    const sum = sums[depth] ?? new Float64Array();
    const product = products[depth] ?? new Float64Array();
    const column = trees.column[node] ?? -1;
    if (column < 0) {
      const value = trees.value[node] ?? 0;
      for (let q = 0; q < places; q++) sum[q] = value * (product[q] ?? 0);
      return;
    }
    sum.fill(0, 0, places);
    const left = trees.left[node] ?? 0;
    const value = row[column] ?? NaN;
    const goesLeft =
      value <= (trees.threshold[node] ?? 0) || (Number.isNaN(value) && trees.missingLeft[node] === 1);
    const oldShare = this.shares[column] ?? 1;
    const oldFollowed = this.followed[column] ?? 1;
    const childSum = sums[depth + 1] ?? new Float64Array();
    const childProduct = products[depth + 1] ?? new Float64Array();
    for (let side = 0; side < 2; side++) {
      const child = left + side;
      const share = (oldShare * (trees.cover[child] ?? 0)) / (trees.cover[node] ?? 1);
      const followed = oldFollowed === 1 && goesLeft === (side === 0) ? 1 : 0;
      for (let q = 0; q < places; q++) {
        const t = quadrature.places[q] ?? 0;
        const before = oldShare + t * (oldFollowed - oldShare);
        childProduct[q] = ((product[q] ?? 0) * (share + t * (followed - share))) / before;
      }
      this.shares[column] = share;
      this.followed[column] = followed;
      this.visit(child, depth + 1, row, quadrature, contributions);
      let slope = 0;
      for (let q = 0; q < places; q++) {
        const t = quadrature.places[q] ?? 0;
        const below = (quadrature.weights[q] ?? 0) * (childSum[q] ?? 0);
        slope += (below * (followed - share)) / (share + t * (followed - share));
        // The edge above by the same column counted these leaves as if this one were not.
        if (oldShare !== 1 || oldFollowed !== 1)
          slope -= (below * (oldFollowed - oldShare)) / (oldShare + t * (oldFollowed - oldShare));
        sum[q] = (sum[q] ?? 0) + (childSum[q] ?? 0);
      }
      contributions[column] = (contributions[column] ?? 0) + slope;
    }
    this.shares[column] = oldShare;
    this.followed[column] = oldFollowed;
  }
}

function depthOf(trees: Trees, node: number): number {
  if ((trees.column[node] ?? -1) < 0) return 0;
  const left = trees.left[node] ?? 0;
  return 1 + Math.max(depthOf(trees, left), depthOf(trees, left + 1));
}
