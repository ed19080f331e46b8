import type { InteractionKind } from '#ml';
import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { KnownShopper } from '../profiles/known-shopper.ts';
import { strongestKind } from '../profiles/strongest-kind.ts';
import type { Candidate, CandidateSource } from './candidate.ts';

interface Phrase {
  /** Where the item it speaks of has a title; `did` is what the shopper did with that item. */
  readonly withTitle?: (title: string, did: () => Did) => string;
  readonly without: string;
}

/** True of a view, a wish, a cart and a purchase alike: "chose". */
type Did = 'viewed' | 'chose' | 'bought';

const DID: Readonly<Record<InteractionKind, Did>> = {
  view: 'viewed',
  wishlist: 'chose',
  cart: 'chose',
  purchase: 'bought',
};

const CHOSEN_NEXT: Phrase = {
  withTitle: (title) => `Often chosen after ${title}`,
  without: 'Often chosen next',
};
const LIKE_YOU: Phrase = {
  withTitle: (title) => `Popular with shoppers who chose ${title}`,
  without: 'Popular with shoppers like you',
};

const PHRASES: Readonly<Record<CandidateSource, Phrase>> = {
  transitions: CHOSEN_NEXT,
  'last-item': CHOSEN_NEXT,
  'came-before': { withTitle: (title) => `Often chosen before ${title}`, without: 'Often chosen together' },
  'same-visit': { withTitle: (title) => `Often seen with ${title}`, without: 'Often seen together' },
  'two-steps': { without: 'Often chosen next' },
  'sharp-knn': LIKE_YOU,
  'session-knn': LIKE_YOU,
  'customer-knn': LIKE_YOU,
  'bought-together': {
    withTitle: (title) => `Often bought with ${title}`,
    without: 'Often bought together',
  },
  similar: { withTitle: (title) => `Similar to ${title}`, without: 'Similar to what you chose' },
  content: {
    withTitle: (title, did) => `Because you ${did()} ${title}`,
    without: 'Similar to what you chose',
  },
  attention: { withTitle: (title) => `Chosen for you because of ${title}`, without: 'Chosen for you' },
  repeat: {
    withTitle: (_, did) => (did() === 'bought' ? 'Buy it again' : `You ${did()} it before`),
    without: 'You chose it before',
  },
  popularity: { without: 'Popular in this shop' },
  trending: { without: 'Trending now' },
  pin: { without: 'Picked by the shop' },
  newest: { without: 'New in this shop' },
  // In Rerank: at its place because the sender has it in the list.
  '': { without: '' },
};

/** Why an item is shown, in words for a shopper; `known` is undefined where a list is for nobody in particular. */
export function reasonFor(
  { source, becauseOfItemId = '' }: Candidate,
  catalogue: ShopCatalogue,
  known: KnownShopper | undefined,
): string {
  const { withTitle, without } = PHRASES[source];
  const title = catalogue.find(becauseOfItemId)?.title ?? '';
  if (title === '' || withTitle === undefined) return without;
  return withTitle(title, () => {
    const kind = known && strongestKind(known, becauseOfItemId);
    return kind === undefined ? 'chose' : DID[kind];
  });
}
