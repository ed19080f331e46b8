import { describe, expect, it } from '@jest/globals';
import { eventOf } from './event-of.ts';

const recordOf = (text: string) => ({
  partition: 0,
  offset: 0,
  key: 'demo/u:1',
  value: new TextEncoder().encode(text),
  appendedAt: 0,
});

describe('the event of a record', () => {
  it('is decoded once for all who ask for the same record', () => {
    const record = recordOf('{"eventId":"e1"}');
    expect(eventOf(record)).toEqual({ eventId: 'e1' });
    expect(eventOf(record)).toBe(eventOf(record));
    expect(eventOf(recordOf('{"eventId":"e1"}'))).not.toBe(eventOf(record));
  });

  it('is refused each time where the bytes are no event', () => {
    const poison = recordOf('{');
    expect(() => eventOf(poison)).toThrow(SyntaxError);
    expect(() => eventOf(poison)).toThrow(SyntaxError);
  });
});
