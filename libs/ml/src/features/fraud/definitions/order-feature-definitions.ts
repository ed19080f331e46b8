import { CART_ORIGIN_FEATURES } from './cart-features.ts';
import { COMPONENT_FEATURES } from './component-features.ts';
import type { FeatureDefinition } from './feature-definition.ts';
import { OWN_FEATURES } from './own-features.ts';
import { SHARED_FEATURES } from './shared-features.ts';
import { USER_FEATURES } from './user-features.ts';

/**
 * The features of an order, in the order of the columns. A model keeps their names, so one with other columns is told
 * apart.
 */
export const ORDER_FEATURES: readonly FeatureDefinition[] = [
  ...OWN_FEATURES,
  ...USER_FEATURES,
  ...SHARED_FEATURES,
  ...CART_ORIGIN_FEATURES,
  ...COMPONENT_FEATURES,
];
