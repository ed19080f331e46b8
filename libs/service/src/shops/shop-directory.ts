import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CartwiseError, Currency, ShopId } from '#contracts';

const Shop = z
  .object({
    id: ShopId,
    /** Long and random; whoever has one acts for the shop. */
    apiKeys: z.array(z.string().min(16)).min(1).readonly(),
    /** Keys the hashes of personal data; changing it cuts new events off from old ones. */
    hashKey: z.string().min(32),
    currency: Currency,
    webhook: z
      .object({ url: z.url(), secret: z.string().min(16) })
      .readonly()
      .optional(),
  })
  .readonly();
export type Shop = z.infer<typeof Shop>;

export const ShopsFile = z.object({ shops: z.array(Shop).min(1) });

/** The shops this installation serves; the API key of a request decides which. */
export class ShopDirectory {
  private readonly byKeyHash = new Map<string, Shop>();
  private readonly byId = new Map<string, Shop>();

  constructor(readonly shops: readonly Shop[]) {
    for (const shop of shops) {
      this.byId.set(shop.id, shop);
      for (const key of shop.apiKeys) this.byKeyHash.set(hash('sha256', key), shop);
    }
  }

  static async fromFile(file: string): Promise<ShopDirectory> {
    const parsed = ShopsFile.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
    return new ShopDirectory(parsed.data.shops);
  }

  /** By the hash of the key, so that how long it takes tells nothing of the key. Throws UNAUTHENTICATED. */
  authenticate(apiKey: string | undefined): Shop {
    const shop = apiKey === undefined ? undefined : this.byKeyHash.get(hash('sha256', apiKey));
    if (shop) return shop;
    throw new CartwiseError('UNAUTHENTICATED', {
      reason: apiKey === undefined ? 'no API key was sent' : 'the API key is not known',
    });
  }

  get(shopId: string): Shop | undefined {
    return this.byId.get(shopId);
  }
}
