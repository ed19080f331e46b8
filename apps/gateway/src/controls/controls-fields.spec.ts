import { describe, expect, it } from '@jest/globals';
import { parseRequest } from '#service';
import { compile } from '../testing/samples.ts';
import { ControlsFields, readControls } from './controls-fields.ts';

const read = (message: object) => readControls(parseRequest(ControlsFields, message), compile);
const pin = (itemId: string, position: number) => ({ itemId, position });

describe('the controls of a message', () => {
  it('are only what is set, so that the rest can come from a placement', () => {
    expect(read({ boosts: null, pins: null, diversity: 0 })).toEqual({ diversity: 0 });
    expect(readControls(null, compile)).toEqual({});
  });

  it('can set lists to nothing', () => {
    expect(read({ boosts: { boosts: [] }, pins: { pins: [] } })).toEqual({ boosts: [], pins: [] });
  });

  it.each([
    [{ diversity: 1.1 }, 'diversity'],
    [{ exploration: 0.6 }, 'exploration'],
    [{ maxPerCategory: 1_001 }, 'max_per_category'],
    [{ boosts: { boosts: [{ expression: 'price < 5', factor: 0 }] } }, 'boosts.boosts[0].factor'],
    [{ boosts: { boosts: [{ expression: '', factor: 1 }] } }, 'boosts.boosts[0].expression'],
    [{ pins: { pins: [pin('a', 0)] } }, 'pins.pins[0].position'],
    [{ pins: { pins: [pin('a', 1), pin('a', 2)] } }, 'pins.pins: must not pin an item twice'],
    [{ pins: { pins: [pin('a', 1), pin('b', 1)] } }, 'pins.pins: must not pin two items to one position'],
  ])('are refused by field: %j', (message, field) => {
    expect(() => read(message)).toThrow(field);
  });
});
