import { startAllInOne } from './start-all-in-one.ts';
import { describeStorefrontJourney } from './storefront-journey.ts';

describeStorefrontJourney('the all-in-one', () => startAllInOne());
