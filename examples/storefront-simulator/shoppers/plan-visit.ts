import { below, chance, pauseMs, type Random } from '../random.ts';

/**
 * The funnel of a real shop: RetailRocket's 2,664,312 views, 69,332 additions to a cart and 22,457 orders
 * (https://www.kaggle.com/datasets/retailrocket/ecommerce-dataset).
 */
export const FUNNEL = { views: 2_664_312, carts: 69_332, orders: 22_457 } as const;

const PAGES_MEAN = 8;
const PAGES_MAX = 60;
/** Between two pages; real shoppers take ten times as long, and a run would be as long as theirs. */
const PAUSE_MEAN_MS = 3_000;
const SEARCH_SHARE = 0.08;
/** Pages with a place for recommendations that the shopper looks at. */
const LOOK_SHARE = 0.25;
const STARTS_ANONYMOUS_SHARE = 0.5;
const LOGS_IN_SHARE = 0.5;

export interface Page {
  readonly looks: boolean;
  readonly searches: boolean;
  readonly addsToCart: boolean;
  /** Orders what is in the cart by then. */
  readonly orders: boolean;
  readonly pauseMs: number;
}

export interface VisitPlan {
  /** Which of the shopper's devices, as a share of them. */
  readonly device: number;
  /** The page before which the visitor logs in; 0 is from the beginning, none is never. */
  readonly loginAt: number | undefined;
  readonly pages: readonly Page[];
}

/** How a visit goes, apart from what is looked at. */
export function planVisit(random: Random): VisitPlan {
  const count = Math.min(PAGES_MAX, 1 + Math.floor(-Math.log(1 - random()) * (PAGES_MEAN - 0.5)));
  const device = random();
  const loginAt = loginOf(random, count);
  const pages = Array.from({ length: count }, (): Page => {
    const addsToCart = chance(random, FUNNEL.carts / FUNNEL.views);
    return {
      looks: chance(random, LOOK_SHARE),
      searches: chance(random, SEARCH_SHARE),
      addsToCart,
      orders: addsToCart && chance(random, FUNNEL.orders / FUNNEL.carts),
      pauseMs: pauseMs(random, PAUSE_MEAN_MS),
    };
  });
  return { device, loginAt, pages };
}

function loginOf(random: Random, pages: number): number | undefined {
  if (!chance(random, STARTS_ANONYMOUS_SHARE)) return 0;
  return chance(random, LOGS_IN_SHARE) ? below(random, pages) : undefined;
}

/** Events the visit sends, recommendations that happen to be clicked aside. */
export function eventsOf({ pages, loginAt }: VisitPlan): number {
  const login = loginAt === undefined ? 0 : 1;
  return pages.reduce(
    (sum, page) =>
      sum + 1 + Number(page.looks) + Number(page.searches) + Number(page.addsToCart) + (page.orders ? 3 : 0),
    login,
  );
}
