import type { ShopCatalogue } from '../catalogue/shop-catalogue.ts';
import type { Candidate, CandidateSource } from './candidate.ts';

interface Phrase {
  /** Where the item it speaks of has a title. */
  readonly withTitle?: (title: string) => string;
  readonly without: string;
}

const LIKE_YOU: Phrase = {
  withTitle: (title) => `Popular with shoppers who chose ${title}`,
  without: 'Popular with shoppers like you',
};

const PHRASES: Readonly<Record<CandidateSource, Phrase>> = {
  transitions: { withTitle: (title) => `Often bought after ${title}`, without: 'Often bought next' },
  'last-item': { withTitle: (title) => `Often bought after ${title}`, without: 'Often bought next' },
  'came-before': { withTitle: (title) => `Often bought before ${title}`, without: 'Often bought with it' },
  'same-visit': { withTitle: (title) => `Often seen with ${title}`, without: 'Often seen together' },
  'two-steps': { without: 'Often bought next' },
  'sharp-knn': LIKE_YOU,
  'session-knn': LIKE_YOU,
  'customer-knn': LIKE_YOU,
  'bought-together': {
    withTitle: (title) => `Often bought with ${title}`,
    without: 'Often bought together',
  },
  similar: { withTitle: (title) => `Similar to ${title}`, without: 'Similar to what you looked at' },
  content: { withTitle: (title) => `Because you viewed ${title}`, without: 'Like what you looked at' },
  attention: { withTitle: (title) => `Chosen for you because of ${title}`, without: 'Chosen for you' },
  repeat: { without: 'Buy it again' },
  popularity: { without: 'Popular in this shop' },
  trending: { without: 'Trending now' },
  pin: { without: 'Picked by the shop' },
  newest: { without: 'New in this shop' },
  // In Rerank: at its place because the sender has it in the list.
  '': { without: '' },
};

/** Why an item is shown, in words for a shopper. */
export function reasonFor(candidate: Candidate, catalogue: ShopCatalogue): string {
  const { withTitle, without } = PHRASES[candidate.source];
  const title =
    candidate.becauseOfItemId === undefined ? '' : (catalogue.find(candidate.becauseOfItemId)?.title ?? '');
  return title !== '' && withTitle ? withTitle(title) : without;
}
