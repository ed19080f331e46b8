import type { Bench } from '../bench.ts';
import { RECOMMEND } from '../harness/grpc-methods.ts';
import { ChangingProfiles } from './recommendation/change-profiles.ts';
import { measureBesideEcho } from './recommendation/measure-beside-echo.ts';
import { withLargeShop } from './recommendation/with-large-shop.ts';
import { firstPages, recommendRequest } from './recommendation/page-requests.ts';
import { shoppersOnSite } from './recommendation/shoppers-on-site.ts';
import { showFirstPages } from './recommendation/show-first-pages.ts';
import type { RecommendOptions } from './recommendation/recommend-sender.ts';

/** Personal recommendations of a large shop while its shoppers shop. */
export const recommend: Bench = {
  name: 'recommend',
  measures:
    'share of a bare grpc-js echo of the same reply: Recommend with profile, filter, 20 items and reasons',
  logs: ['postgres'],
  targets: () => ({ figure: 'ratio', sense: 'atLeast', mustReach: 0.5, aim: 0.8 }),
  run: (options) =>
    withLargeShop(options, async (shop) => {
      const { address, size, times } = shop;
      const startMs = Date.now();
      await using changing = await ChangingProfiles.start(shop.infrastructure, size, startMs);
      await showFirstPages(address, RECOMMEND, firstPages(size.users));
      const measured = await measureBesideEcho({
        call: RECOMMEND,
        request: recommendRequest(0, size.users, startMs, startMs),
        sender: new URL('./recommendation/recommend-sender.ts', import.meta.url),
        optionsFor: (target): RecommendOptions => ({ target, users: size.users, startMs }),
        address,
        times,
      });
      return {
        ...measured,
        config: {
          ...shop.config,
          profileChangesPerSecond: changing.perSecond,
          shoppersOnSite: shoppersOnSite(size.users),
          shoppers: 'half of those whose profile changed within the last minute, half of anyone on the site',
        },
      };
    }),
};
