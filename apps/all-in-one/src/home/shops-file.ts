import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

/** Makes the file of one demo shop with keys of its own, once. A key that everyone knows protects nothing. */
export async function ensureShopsFile(file: string): Promise<void> {
  if (existsSync(file)) return;
  const shop = {
    id: 'demo',
    apiKeys: [randomBytes(18).toString('base64url')],
    hashKey: randomBytes(32).toString('base64url'),
    currency: 'GBP',
  };
  await writeFile(file, `${JSON.stringify({ shops: [shop] }, null, 2)}\n`, { mode: 0o600 });
}
