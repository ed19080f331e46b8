import type { ComponentFacts } from '../component/component-facts.ts';
import type { FeatureDefinition } from './feature-definition.ts';

const EMPTY: ComponentFacts = { size: 0, edges: 0, orders: 0, frauds: 0 };

/** Pairs seen together among all pairs there could be. */
const densityOf = ({ size, edges }: ComponentFacts): number =>
  size < 2 ? 0 : Math.min(1, edges / ((size * (size - 1)) / 2));

function componentFeature(
  name: string,
  unit: FeatureDefinition['unit'],
  text: Pick<FeatureDefinition, 'description' | 'sentence'>,
  of: (component: ComponentFacts) => number,
): FeatureDefinition {
  return {
    name,
    entity: 'component',
    aggregate: 'graph',
    unit,
    scale: unit === 'count' ? 'log' : 'as-is',
    ...text,
    value: ({ aggregates }) => of(aggregates.component ?? EMPTY),
  };
}

/** Of the users, devices, cards and addresses that are tied to this order's, directly or through others. */
export const COMPONENT_FEATURES: readonly FeatureDefinition[] = [
  componentFeature(
    'component_size',
    'count',
    {
      description: 'Users, devices, cards and addresses tied to each other and to this order',
      sentence: '{value} users, devices, cards and addresses are tied to this order',
    },
    ({ size }) => size,
  ),
  componentFeature(
    'component_density',
    'share',
    {
      description: 'How closely those tied to this order are tied to each other',
      sentence: '{value} of all pairs tied to this order were seen together',
    },
    densityOf,
  ),
  componentFeature(
    'component_orders',
    'count',
    {
      description: 'Orders of those tied to this order',
      sentence: '{value} orders of those tied to this order',
    },
    ({ orders }) => orders,
  ),
  componentFeature(
    'component_frauds',
    'count',
    {
      description: 'Orders charged back of those tied to this order',
      sentence: '{value} orders of those tied to this order were charged back',
    },
    ({ frauds }) => frauds,
  ),
  componentFeature(
    'component_fraud_share',
    'share',
    {
      description: 'Share of orders charged back of those tied to this order',
      sentence: '{value} of the orders of those tied to this order were charged back',
    },
    ({ orders, frauds }) => (frauds === 0 ? 0 : frauds / Math.max(orders, frauds)),
  ),
];
