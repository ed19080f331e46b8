import { hasItems, type MappedLine } from './map-row.ts';

/** Lines of one event; a longer order is sent in parts, so that each stays under the door's 32 KB. */
const LINES_MAX = 200;

/** An event and the row its first line stood in. */
export interface GroupedEvent {
  readonly row: number;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Events whose lines may stand between each other; two clerks who typed at one time are common, fifty are not. */
const OPEN_MAX = 50;

interface OpenEvent {
  readonly row: number;
  readonly part: number;
  readonly lines: MappedLine[];
}

/**
 * Puts the lines of an event together, though lines of others stand between them. An event ends when OPEN_MAX others
 * have had a line since, or with the file. Holds OPEN_MAX events.
 */
export class LineGrouping {
  /** By group; the one that has waited longest for a line comes first. */
  readonly #open = new Map<string, OpenEvent>();

  /** The event that this line ends, if it does. */
  add(row: number, line: MappedLine): GroupedEvent | undefined {
    const { group } = line;
    if (group === undefined) return ended({ row, part: 1, lines: [line] });
    const known = this.#open.get(group);
    this.#open.delete(group);
    if (known && known.lines.length < LINES_MAX) {
      known.lines.push(line);
      this.#open.set(group, known);
      return undefined;
    }
    this.#open.set(group, { row, part: known ? known.part + 1 : 1, lines: [line] });
    if (known) return ended(known);
    return this.#open.size > OPEN_MAX ? this.#endOldest() : undefined;
  }

  /** The events that are not ended yet. */
  end(): readonly GroupedEvent[] {
    const rest = [...this.#open.values()].map(ended);
    this.#open.clear();
    return rest;
  }

  #endOldest(): GroupedEvent | undefined {
    const [oldest] = this.#open;
    if (oldest === undefined) return undefined;
    this.#open.delete(oldest[0]);
    return ended(oldest[1]);
  }
}

const ended = ({ row, part, lines }: OpenEvent): GroupedEvent => ({ row, event: eventOf(lines, part) });

function eventOf(lines: readonly MappedLine[], part: number): GroupedEvent['event'] {
  const [first] = lines;
  if (first === undefined) return {};
  if (!hasItems(first.type)) {
    return Object.keys(first.item).length === 0 ? first.fields : { ...first.fields, item: first.item };
  }
  const items = lines.map(({ item }) => item);
  const fields = part === 1 ? first.fields : { ...first.fields, ...partIds(first.fields, part) };
  return { total: totalOf(items), ...fields, items };
}

/** What a mapping gives no total is worth its lines; undefined, and so left out, where one has no price. */
function totalOf(items: readonly MappedLine['item'][]): number | undefined {
  const total = items.reduce((sum, item) => sum + Number(item['price']) * Number(item['quantity'] ?? 1), 0);
  // Sums of tenths are a little off; no currency has more than four decimals.
  return Number.isNaN(total) ? undefined : Number(total.toFixed(4));
}

/** Each part of a long order is an order of its own, with an id of its own. */
function partIds(fields: MappedLine['fields'], part: number): MappedLine['fields'] {
  return Object.fromEntries(
    ['orderId', 'eventId'].flatMap((name) => {
      const id = fields[name];
      return typeof id === 'string' ? [[name, `${id}-${part}`]] : [];
    }),
  );
}
