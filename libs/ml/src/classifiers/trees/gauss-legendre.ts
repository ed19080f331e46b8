/** Places and weights on 0..1 with which polynomials of up to degree 2 count - 1 are integrated exactly. */
export interface Quadrature {
  readonly places: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss-Legendre quadrature; the roots by Newton's method (Press et al., Numerical Recipes, §4.6). */
export function gaussLegendre(count: number): Quadrature {
  const places = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [previous, value] = [0, 1];
      for (let degree = 1; degree <= count; degree++)
        [previous, value] = [value, ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree];
      slope = (count * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    places[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { places, weights };
}
