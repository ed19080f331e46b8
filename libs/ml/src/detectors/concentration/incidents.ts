import { DAY_MS } from './bin-counts.ts';

/** Concentrations that are taken to be one attack. */
export interface Incident {
  readonly openedMs: number;
  /** Of the orders in it, at most BINS_MOST: names of column and bin. */
  readonly bins: readonly string[];
  readonly orders: number;
}

export interface Grouped {
  /** Those of the last day, the oldest first. */
  readonly incidents: readonly Incident[];
  /** Whether the order began one. */
  readonly isNew: boolean;
}

/** Alerts that analysts are asked to look at in a day. */
const INCIDENTS_A_DAY = 2;
const BINS_MOST = 64;

/**
 * Puts an order whose bins are too full where it belongs: into an incident of the last day that has one of its bins,
 * else into a new one; once a day has two, into the later of them. So an attack that shows in several columns, or
 * goes on all day, is one alert.
 */
export function groupIntoIncidents(
  before: readonly Incident[],
  bins: readonly string[],
  timeMs: number,
): Grouped {
  const open = before.filter(({ openedMs }) => Math.abs(timeMs - openedMs) < DAY_MS);
  const shared = open.findIndex((incident) => incident.bins.some((bin) => bins.includes(bin)));
  if (shared < 0 && open.length < INCIDENTS_A_DAY) {
    return {
      incidents: [...open, { openedMs: timeMs, bins: bins.slice(0, BINS_MOST), orders: 1 }],
      isNew: true,
    };
  }
  const joined = shared < 0 ? open.length - 1 : shared;
  return {
    incidents: open.map((incident, i) =>
      i === joined
        ? {
            ...incident,
            bins: [...new Set([...incident.bins, ...bins])].slice(0, BINS_MOST),
            orders: incident.orders + 1,
          }
        : incident,
    ),
    isNew: false,
  };
}
