import { describe, expect, it } from '@jest/globals';
import { TOPICS } from '#contracts';
import { Placement } from '#contracts/generated/cartwise/recommendation/v1/recommendation';
import { Feed } from '#test-support';
import type { Compile } from '../controls/controls-fields.ts';
import { catalogueItem, compile, SHOP, silent } from '../testing/samples.ts';
import { LivePlacements } from './live-placements.ts';

async function followed() {
  const feed = new Feed();
  const placements = new LivePlacements(feed, silent);
  await placements.onApplicationBootstrap();
  const send = (message: Parameters<typeof Placement.fromPartial>[0]) =>
    feed.send(TOPICS.placements, SHOP, message.id ?? '', Placement.fromPartial(message));
  return { feed, placements, send };
}

describe('live placements', () => {
  it('are what was put last, with their expressions read', async () => {
    const { feed, placements, send } = await followed();
    await send({ id: 'home', limit: 5 });
    await send({
      id: 'home',
      limit: 7,
      filter: { expression: 'brand = "Acme"' },
      controls: { diversity: 0.5, boosts: { boosts: [{ expression: 'price < 5', factor: 2 }] } },
    });
    const found = placements.find(SHOP, 'home', compile);
    expect(found).toMatchObject({ limit: 7, controls: { diversity: 0.5, boosts: [{ factor: 2 }] } });
    expect(found?.rules?.matches?.(catalogueItem('mug', { brand: 'Acme' }))).toBe(true);
    await feed.send(TOPICS.placements, SHOP, 'home', null);
    expect(placements.find(SHOP, 'home', compile)).toBeUndefined();
  });

  it('are read once, not with every request', async () => {
    const { placements, send } = await followed();
    await send({ id: 'home', filter: { expression: 'price < 5' } });
    let times = 0;
    const counting: Compile = (...expression) => {
      times += 1;
      return compile(...expression);
    };
    for (let request = 0; request < 3; request++) placements.find(SHOP, 'home', counting);
    expect(times).toBe(1);
  });

  it('leave the one before in place of one that a newer gateway wrote', async () => {
    const { placements, send } = await followed();
    await send({ id: 'home', limit: 5 });
    await send({ id: 'home', limit: 5_000 });
    expect(placements.find(SHOP, 'home', compile)?.limit).toBe(5);
  });
});
