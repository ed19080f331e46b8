import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { Candidate } from './candidate.ts';

interface Phrase {
  /** Where the item it speaks of has a title. */
  readonly withTitle?: (title: string) => string;
  readonly without: string;
}

const LIKE_YOU: Phrase = {
  withTitle: (title) => `Popular with shoppers who chose ${title}`,
  without: 'Popular with shoppers like you',
};

const PHRASES: ReadonlyMap<string, Phrase> = new Map<string, Phrase>([
  ['transitions', { withTitle: (title) => `Often bought after ${title}`, without: 'Often bought next' }],
  ['last-item', { withTitle: (title) => `Often bought after ${title}`, without: 'Often bought next' }],
  ['came-before', { withTitle: (title) => `Often bought before ${title}`, without: 'Often bought with it' }],
  ['same-visit', { withTitle: (title) => `Often seen with ${title}`, without: 'Often seen together' }],
  ['two-steps', { without: 'Often bought next' }],
  ['sharp-knn', LIKE_YOU],
  [
    'bought-together',
    { withTitle: (title) => `Often bought with ${title}`, without: 'Often bought together' },
  ],
  ['similar', { withTitle: (title) => `Similar to ${title}`, without: 'Similar to what you looked at' }],
  ['session-knn', LIKE_YOU],
  ['customer-knn', LIKE_YOU],
  ['content', { withTitle: (title) => `Because you viewed ${title}`, without: 'Like what you looked at' }],
  ['attention', { withTitle: (title) => `Chosen for you because of ${title}`, without: 'Chosen for you' }],
  ['repeat', { without: 'Buy it again' }],
  ['popularity', { without: 'Popular in this shop' }],
  ['trending', { without: 'Trending now' }],
  ['pin', { without: 'Picked by the shop' }],
  ['newest', { without: 'New in this shop' }],
]);

/** Why an item is shown, in words for a shopper. */
export function reasonFor(candidate: Candidate, catalogue: ShopCatalogue): string {
  const phrase = PHRASES.get(candidate.source);
  if (phrase === undefined) return 'Chosen for you';
  const title =
    candidate.becauseOfItemId === undefined ? '' : (catalogue.find(candidate.becauseOfItemId)?.title ?? '');
  return title !== '' && phrase.withTitle ? phrase.withTitle(title) : phrase.without;
}
