import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Role } from '#service';

interface Key {
  readonly key: string;
  readonly role: Role;
}

/** As the file was before keys had roles: each of its keys could do everything. */
const ShopWithoutRoles = z.looseObject({ apiKeys: z.array(z.string()), keys: z.never().optional() });
const FileWithoutRoles = z.looseObject({ shops: z.array(z.unknown()) });

/**
 * Makes the file of one demo shop with keys of its own, once: a key that everyone knows protects nothing. In a file
 * from before keys had roles, the old keys become admin keys and the shop gets keys of the other roles beside them.
 */
export async function ensureShopsFile(file: string): Promise<void> {
  const shops = existsSync(file) ? shopsWithRoles(await readFile(file, 'utf8')) : [newShop()];
  if (shops === undefined) return;
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, `${JSON.stringify({ shops }, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

function newShop() {
  return {
    id: 'demo',
    keys: [newKey('write'), newKey('server'), newKey('admin')],
    hashKey: randomBytes(32).toString('base64url'),
    currency: 'GBP',
  };
}

/** Undefined when no shop is of the old form; whatever else is wrong with the file is told when it is read. */
function shopsWithRoles(text: string): readonly unknown[] | undefined {
  const file = FileWithoutRoles.safeParse(parsed(text)).data;
  const shops = file?.shops.map(withRoles);
  return shops?.some((shop, index) => shop !== file?.shops[index]) ? shops : undefined;
}

function withRoles(shop: unknown): unknown {
  const old = ShopWithoutRoles.safeParse(shop);
  if (!old.success) return shop;
  const { apiKeys, ...rest } = old.data;
  const admins = apiKeys.map((key): Key => ({ key, role: 'admin' }));
  return { ...rest, keys: [newKey('write'), newKey('server'), ...admins] };
}

function newKey(role: Role): Key {
  return { key: randomBytes(18).toString('base64url'), role };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
