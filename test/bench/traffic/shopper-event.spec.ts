import { describe, expect, it } from '@jest/globals';
import { shopperEvent } from './shopper-event.ts';

const NOW_MS = 1_750_000_000_000;
const EVENTS = Array.from({ length: 20_000 }, (_, sequence) => shopperEvent(sequence, 'run', NOW_MS));

describe('the traffic', () => {
  it('is the same for the same numbers', () => {
    expect(shopperEvent(7, 'run', NOW_MS)).toEqual(EVENTS[7]);
  });

  it('has ids of its own for every event', () => {
    expect(new Set(EVENTS.map((event) => Reflect.get(event, 'messageId'))).size).toBe(EVENTS.length);
  });

  it('is mostly views, with orders and payments among them', () => {
    const shareOf = (name: string) =>
      EVENTS.filter((event) => Reflect.get(event, 'event') === name).length / EVENTS.length;
    expect(shareOf('Product Viewed')).toBeCloseTo(0.68, 1);
    expect(shareOf('Order Completed')).toBeCloseTo(0.02, 1.5);
    expect(shareOf('Payment Attempted')).toBeCloseTo(0.03, 1.5);
  });

  it('is some 600 bytes an event', () => {
    const bytes = EVENTS.reduce((sum, event) => sum + JSON.stringify(event).length, 0) / EVENTS.length;
    expect(bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThan(750);
  });
});
