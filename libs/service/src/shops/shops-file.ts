import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Currency, ShopId } from '#contracts';
import { covers, ROLES, type Role } from './role.ts';

/** In events or requests a second, for one key in one process; 0 is no limit. */
const rate = z.number().min(0).optional();

// Strict: a misspelt limit must not become no limit.
const ShopKey = z
  .strictObject({
    /** Long and random: whoever has it acts for the shop, as far as its role goes. */
    key: z.string().min(16, 'must have 16 characters or more'),
    role: z.enum(ROLES),
    /** Instead of CARTWISE_RATE_EVENTS_PER_SECOND. */
    eventsPerSecond: rate,
    /** Instead of CARTWISE_RATE_REQUESTS_PER_SECOND. */
    requestsPerSecond: rate,
  })
  .readonly();
export type ShopKey = z.infer<typeof ShopKey>;

const WEBHOOK_FORMATS = ['json', 'slack'] as const;
const WEBHOOK_EVENTS = ['alert.raised', 'case.opened', 'case.closed', 'drift.detected'] as const;

const Shop = z
  .object({
    id: ShopId,
    keys: z.array(ShopKey, 'must be a list of { key, role }').min(1).readonly(),
    /** Keys the hashes of personal data; changing it cuts new events off from old ones. */
    hashKey: z.string().min(32),
    currency: Currency,
    webhook: z
      .object({
        url: z.url(),
        secret: z.string().min(16),
        /** What the body looks like; "slack" is for an incoming webhook of Slack and what takes the same. */
        format: z.enum(WEBHOOK_FORMATS).optional(),
        /** What it is called for; everything unless told. */
        events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).readonly().optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly();
export type Shop = z.infer<typeof Shop>;

/** The file of CARTWISE_SHOPS_FILE. */
export const ShopsFile = z.object({ shops: z.array(Shop).min(1) }).superRefine(({ shops }, context) => {
  const shopOfKey = new Map<string, string>();
  const ids = new Set<string>();
  for (const [shopIndex, shop] of shops.entries()) {
    const report = (path: readonly (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path: ['shops', shopIndex, ...path], message });
    if (ids.has(shop.id)) report(['id'], `"${shop.id}" is there twice`);
    ids.add(shop.id);
    for (const [keyIndex, { key }] of shop.keys.entries()) {
      const holder = shopOfKey.get(key);
      if (holder !== undefined) report(['keys', keyIndex, 'key'], `is a key of shop "${holder}" already`);
      shopOfKey.set(key, shop.id);
    }
  }
});

/** Reads and checks the file. Throws an Error that names every field at fault, and no key. */
export async function readShopsFile(file: string): Promise<readonly Shop[]> {
  const parsed = ShopsFile.safeParse(parseJson(file, await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.shops;
}

/** The weakest key of a shop that may do what asks for `role`; undefined when none may. */
export function keyFor(shop: Shop, role: Role): string | undefined {
  const able = shop.keys.filter((key) => covers(key.role, role));
  return able.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))[0]?.key;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which holds secrets.
    throw new Error(`${file}: is not JSON`);
  }
}
