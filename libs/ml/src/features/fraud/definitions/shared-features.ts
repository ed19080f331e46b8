import {
  ageFeature,
  burstFeature,
  countFeature,
  distinctFeature,
  meanFeature,
  ratioFeature,
  sinceChargebackFeature,
} from './counted-features.ts';
import type { FeatureDefinition } from './feature-definition.ts';

const DEVICE_FEATURES: readonly FeatureDefinition[] = [
  ageFeature('device'),
  countFeature('device', 'orders', '1h'),
  countFeature('device', 'orders', '24h'),
  countFeature('device', 'orders', '30d'),
  countFeature('device', 'payments', '10m'),
  burstFeature('device', 'payments'),
  countFeature('device', 'declines', '1h'),
  countFeature('device', 'declines', '24h'),
  ratioFeature('device', 'decline', '24h'),
  ratioFeature('device', 'login_failure', '24h'),
  countFeature('device', 'signups', '24h'),
  countFeature('device', 'signups', '7d'),
  countFeature('device', 'chargebacks', '30d'),
  countFeature('device', 'chargebacks', '90d'),
  distinctFeature('device', 'user', '24h'),
  distinctFeature('device', 'user', '30d'),
  distinctFeature('device', 'card', '10m'),
  distinctFeature('device', 'card', '24h'),
  distinctFeature('device', 'address', '30d'),
  distinctFeature('device', 'email', '24h'),
];

const CARD_FEATURES: readonly FeatureDefinition[] = [
  ageFeature('card'),
  countFeature('card', 'orders', '1h'),
  countFeature('card', 'orders', '24h'),
  countFeature('card', 'orders', '30d'),
  countFeature('card', 'payments', '10m'),
  countFeature('card', 'payments', '1h'),
  countFeature('card', 'declines', '1h'),
  countFeature('card', 'declines', '24h'),
  ratioFeature('card', 'decline', '24h'),
  countFeature('card', 'amountMinor', '24h'),
  countFeature('card', 'amountMinor', '7d'),
  countFeature('card', 'chargebacks', '30d'),
  countFeature('card', 'chargebacks', '90d'),
  distinctFeature('card', 'user', '30d'),
  distinctFeature('card', 'device', '30d'),
  distinctFeature('card', 'address', '30d'),
];

const ADDRESS_FEATURES: readonly FeatureDefinition[] = [
  ageFeature('address'),
  countFeature('address', 'orders', '24h'),
  countFeature('address', 'orders', '7d'),
  countFeature('address', 'orders', '30d'),
  meanFeature('address', '30d'),
  countFeature('address', 'chargebacks', '24h'),
  countFeature('address', 'chargebacks', '7d'),
  countFeature('address', 'chargebacks', '30d'),
  countFeature('address', 'chargebacks', '90d'),
  ratioFeature('address', 'chargeback', '7d'),
  ratioFeature('address', 'chargeback', '30d'),
  sinceChargebackFeature('address'),
  distinctFeature('address', 'user', '30d'),
  distinctFeature('address', 'card', '30d'),
];

const NETWORK_FEATURES: readonly FeatureDefinition[] = [
  countFeature('ip', 'orders', '1h'),
  countFeature('ip', 'orders', '24h'),
  countFeature('ip', 'payments', '10m'),
  burstFeature('ip', 'payments'),
  countFeature('ip', 'declines', '1h'),
  ratioFeature('ip', 'decline', '1h'),
  countFeature('ip', 'loginFailures', '1h'),
  ratioFeature('ip', 'login_failure', '1h'),
  countFeature('ip', 'signups', '1h'),
  countFeature('ip', 'signups', '24h'),
  distinctFeature('ip', 'user', '24h'),
  distinctFeature('ip', 'card', '24h'),
  countFeature('network', 'orders', '24h'),
  countFeature('network', 'declines', '1h'),
  countFeature('network', 'signups', '1h'),
  countFeature('network', 'loginFailures', '1h'),
  countFeature('network', 'chargebacks', '30d'),
  distinctFeature('network', 'user', '24h'),
  distinctFeature('network', 'card', '24h'),
];

const BANK_AND_MAIL_FEATURES: readonly FeatureDefinition[] = [
  countFeature('bin', 'payments', '10m'),
  ratioFeature('bin', 'decline', '1h'),
  ratioFeature('bin', 'decline', '24h'),
  ratioFeature('bin', 'chargeback', '30d'),
  distinctFeature('bin', 'card', '10m'),
  distinctFeature('bin', 'card', '24h'),
  ageFeature('email'),
  countFeature('email', 'orders', '24h'),
  countFeature('email', 'chargebacks', '90d'),
  distinctFeature('email', 'user', '30d'),
  distinctFeature('email', 'card', '30d'),
  ageFeature('email_domain'),
  countFeature('email_domain', 'orders', '24h'),
  countFeature('email_domain', 'signups', '1h'),
  ratioFeature('email_domain', 'chargeback', '30d'),
  distinctFeature('email_domain', 'user', '24h'),
];

const CART_FEATURES: readonly FeatureDefinition[] = [
  countFeature('cart', 'cartAdds', '24h'),
  countFeature('cart', 'payments', '1h'),
  countFeature('cart', 'declines', '1h'),
  distinctFeature('cart', 'card', '24h'),
];

/** Of what users share with each other. */
export const SHARED_FEATURES: readonly FeatureDefinition[] = [
  ...DEVICE_FEATURES,
  ...CARD_FEATURES,
  ...ADDRESS_FEATURES,
  ...NETWORK_FEATURES,
  ...BANK_AND_MAIL_FEATURES,
  ...CART_FEATURES,
];
