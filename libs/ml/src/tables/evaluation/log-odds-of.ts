/** Log-odds of one class against all others, by the softmax of the logits. */
export function logOddsOf(logits: ArrayLike<number>, label: number): number {
  let most = -Infinity;
  for (let each = 0; each < logits.length; each++) {
    if (each !== label) most = Math.max(most, logits[each] ?? 0);
  }
  let sum = 0;
  for (let each = 0; each < logits.length; each++) {
    if (each !== label) sum += Math.exp((logits[each] ?? 0) - most);
  }
  return (logits[label] ?? 0) - most - Math.log(sum);
}
