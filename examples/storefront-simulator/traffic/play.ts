import { setTimeout as sleep } from 'node:timers/promises';
import { Attack } from '../attacks/attack.ts';
import { ATTACK_SCRIPTS } from '../attacks/scripts.ts';
import { Visit } from '../shoppers/run-visit.ts';
import { shopperOf } from '../shoppers/shopper.ts';
import type { Arrival } from './schedule.ts';
import type { World } from './world.ts';

/** Lets everyone in when they are due (an open loop: nobody waits for anybody) until the signal; resolves when all left. */
export async function play(
  world: World & { close(): void },
  arrivals: Iterable<Arrival>,
  signal: AbortSignal,
): Promise<void> {
  const beganMs = performance.now();
  const inside = new Set<Promise<void>>();
  for (const arrival of arrivals) {
    const waitMs = beganMs + arrival.atMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    if (signal.aborted) break;
    const visit = enter(world, arrival).finally(() => inside.delete(visit));
    inside.add(visit);
  }
  world.close();
  await Promise.all(inside);
}

function enter(world: World, arrival: Arrival): Promise<void> {
  if (arrival.kind === 'visit') {
    const shopper = shopperOf(world.run, world.seed, arrival.shopper, world.tastes);
    return new Visit(world, shopper, arrival.plan, arrival.number).run();
  }
  return ATTACK_SCRIPTS[arrival.kind].run(new Attack(world, arrival.kind, arrival.number));
}
