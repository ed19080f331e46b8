import type { Bench } from '../bench.ts';
import { SIMILAR_ITEMS } from '../harness/grpc-methods.ts';
import { measureBesideEcho } from './recommendation/measure-beside-echo.ts';
import { withLargeShop } from './recommendation/with-large-shop.ts';
import { productPages, similarRequest } from './recommendation/page-requests.ts';
import { showFirstPages } from './recommendation/show-first-pages.ts';
import type { SimilarOptions } from './recommendation/similar-sender.ts';

/** The items beside each item of a large catalogue. */
export const similar: Bench = {
  name: 'similar',
  measures: 'share of a bare grpc-js echo of the same reply: SimilarItems with filter, 20 items and reasons',
  logs: ['postgres'],
  targets: () => ({ figure: 'ratio', sense: 'atLeast', mustReach: 0.6, aim: 0.85 }),
  run: (options) =>
    withLargeShop(options, async (shop) => {
      const { address, size, times } = shop;
      await showFirstPages(address, SIMILAR_ITEMS, productPages(size.items));
      const measured = await measureBesideEcho({
        call: SIMILAR_ITEMS,
        request: similarRequest(0, size.items),
        sender: new URL('./recommendation/similar-sender.ts', import.meta.url),
        optionsFor: (target): SimilarOptions => ({ target, items: size.items }),
        address,
        times,
      });
      return {
        ...measured,
        config: { ...shop.config, pages: 'the most popular tenth of the items has about half of the pages' },
      };
    }),
};
