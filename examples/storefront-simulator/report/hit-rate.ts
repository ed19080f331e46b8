/** A share with its 95 % interval (Wilson, 1927). */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

const Z = 1.96;

export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { share: 0, low: 0, high: 1 };
  const share = hits / of;
  const middle = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { share, low: middle - half, high: middle + half };
}

/** How often what a shopper chose by taste was in the list shown, and in the list of what sells. */
export class HitRate {
  private choices = 0;
  private ofRecommended = 0;
  private ofTrending = 0;

  record(choice: string, recommended: readonly string[], trending: readonly string[]): void {
    this.choices += 1;
    this.ofRecommended += Number(recommended.includes(choice));
    this.ofTrending += Number(trending.includes(choice));
  }

  summary() {
    const { choices } = this;
    return {
      choices,
      recommended: shareOf(this.ofRecommended, choices),
      trending: shareOf(this.ofTrending, choices),
    };
  }
}
