import type { Event, ShopId } from '#contracts';
import { entitiesOf, occurredAtMs } from '#ml';
import { attemptOf, type Situation } from '../rules/situation.ts';

const MINUTE_MS = 60_000;
const WINDOW_MINUTES = 10;
/** Devices and network addresses watched; the one seen longest ago is forgotten first. Some 10 MB. */
const WATCHED_MAX = 50_000;
/** Nobody is asked about below: most shoppers never look at so much in so short a time, and a rule costs time. */
const VIEWS_MIN = 30;

interface Watched {
  /** Views in each minute, at its number modulo the window. */
  readonly byMinute: Uint32Array;
  minute: number;
}

/**
 * How many products a device and a network address looked at within ten minutes. Browsing is most of the traffic, and
 * what it tells is over in minutes: so it is counted in memory, by each consumer for its partitions, and not kept. A
 * restart begins at nothing, a batch delivered again counts again.
 */
export class BrowseRates {
  // In the order of last use, for a Map keeps the order of insertion.
  private readonly watched = new Map<string, Watched>();

  /** Counts the event; a situation to judge where it looks like more than a person looks at. */
  situationOf(event: Event): Situation | undefined {
    if (event.type !== 'product_viewed') return undefined;
    const { device, ip } = entitiesOf(event);
    const minute = Math.floor(occurredAtMs(event) / MINUTE_MS);
    const deviceViews = this.count(event.shopId, 'device', device, minute);
    const ipViews = this.count(event.shopId, 'ip', ip, minute);
    if (Math.max(deviceViews ?? 0, ipViews ?? 0) < VIEWS_MIN) return undefined;
    const own = { device_views_10m: deviceViews, ip_views_10m: ipViews };
    return { trigger: 'view', order: attemptOf(event), own };
  }

  /** Of an event that names no such entity nothing is known, and no rule on it fires. */
  private count(
    shopId: ShopId,
    kind: 'device' | 'ip',
    id: string | undefined,
    minute: number,
  ): number | undefined {
    if (id === undefined) return undefined;
    const key = `${shopId}/${kind}/${id}`;
    const watched = this.watched.get(key) ?? { byMinute: new Uint32Array(WINDOW_MINUTES), minute };
    this.watched.delete(key);
    this.watched.set(key, watched);
    if (this.watched.size > WATCHED_MAX) this.forgetOldest();
    advance(watched, minute);
    // Late, but not too late to count.
    if (minute > watched.minute - WINDOW_MINUTES) {
      watched.byMinute[minute % WINDOW_MINUTES] = (watched.byMinute[minute % WINDOW_MINUTES] ?? 0) + 1;
    }
    let sum = 0;
    for (const views of watched.byMinute) sum += views;
    return sum;
  }

  private forgetOldest(): void {
    const [oldest] = this.watched.keys();
    if (oldest !== undefined) this.watched.delete(oldest);
  }
}

/** Empties the minutes that have begun since. */
function advance(watched: Watched, minute: number): void {
  if (minute <= watched.minute) return;
  for (let next = Math.max(watched.minute + 1, minute - WINDOW_MINUTES + 1); next <= minute; next++) {
    watched.byMinute[next % WINDOW_MINUTES] = 0;
  }
  watched.minute = minute;
}
