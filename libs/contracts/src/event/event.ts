import { z } from 'zod';
import { AccountUpdated, LoggedIn, LoggedOut, LoginFailed, SignedUp } from './account-events.ts';
import * as browse from './browse-events.ts';
import * as cart from './cart-events.ts';
import * as order from './order-events.ts';

/** Every event Cartwise understands. A new type is added here and in CONTRIBUTING.md's list of places. */
export const Event = z.discriminatedUnion('type', [
  browse.PageViewed,
  browse.ProductViewed,
  browse.ProductListViewed,
  browse.ProductClicked,
  browse.ProductsSearched,
  browse.RecommendationShown,
  browse.RecommendationClicked,
  browse.ReviewSubmitted,
  cart.ProductAdded,
  cart.ProductRemoved,
  cart.CartViewed,
  cart.WishlistAdded,
  cart.CheckoutStarted,
  cart.CouponApplied,
  order.PaymentAttempted,
  order.OrderCompleted,
  order.OrderCancelled,
  order.OrderRefunded,
  order.ChargebackReceived,
  order.FraudLabelSet,
  SignedUp,
  LoggedIn,
  LoginFailed,
  LoggedOut,
  AccountUpdated,
]);
export type Event = Readonly<z.infer<typeof Event>>;
export type EventType = Event['type'];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** Their names, in the order of the union. */
export const EVENT_TYPES: readonly EventType[] = Event.options.map((option) => option.shape.type.value);
