import { accountTakeover } from './account-takeover.ts';
import type { AttackKind, AttackScript } from './attack.ts';
import { cardTesting } from './card-testing.ts';
import { freshAccountBurst } from './fresh-account-burst.ts';
import { promoAbuse } from './promo-abuse.ts';
import { scraping } from './scraping.ts';
import { stolenCard } from './stolen-card.ts';

export const ATTACK_SCRIPTS: Readonly<Record<AttackKind, AttackScript>> = {
  'card-testing': cardTesting,
  'stolen-card': stolenCard,
  'account-takeover': accountTakeover,
  'promo-abuse': promoAbuse,
  scraping,
  'fresh-account-burst': freshAccountBurst,
};
