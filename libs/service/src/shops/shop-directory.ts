import { hash } from 'node:crypto';
import { CartwiseError } from '#contracts';
import type { Role } from './role.ts';
import { readShopsFile, type Shop } from './shops-file.ts';

/** Who calls: what an API key stands for. */
export interface Caller {
  readonly shop: Shop;
  readonly role: Role;
  /** Names the key in metrics and logs without telling it: shop, role and the start of the key's hash. */
  readonly keyId: string;
  /** The key's own limits, where the shops file gives some; 0 is no limit. */
  readonly limits: { readonly eventsPerSecond?: number; readonly requestsPerSecond?: number };
}

/** Enough that no two keys of an installation share it, too little to find the key by. */
const KEY_ID_DIGITS = 12;

/** The shops this installation serves; the API key of a request decides which. */
export class ShopDirectory {
  private readonly byKeyHash = new Map<string, Caller>();
  private readonly byId = new Map<string, Shop>();

  constructor(readonly shops: readonly Shop[]) {
    for (const shop of shops) {
      this.byId.set(shop.id, shop);
      for (const { key, role, eventsPerSecond, requestsPerSecond } of shop.keys) {
        const keyHash = hash('sha256', key);
        this.byKeyHash.set(keyHash, {
          shop,
          role,
          keyId: `${shop.id}-${role}-${keyHash.slice(0, KEY_ID_DIGITS)}`,
          limits: {
            ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }),
            ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
          },
        });
      }
    }
  }

  /** Throws an Error that names every field at fault. */
  static async fromFile(file: string): Promise<ShopDirectory> {
    return new ShopDirectory(await readShopsFile(file));
  }

  /**
   * By the hash of the key, so that how long it takes tells nothing of the key. Answers the same object for the same
   * key. Throws UNAUTHENTICATED.
   */
  authenticate(apiKey: string | undefined): Caller {
    const caller = apiKey === undefined ? undefined : this.byKeyHash.get(hash('sha256', apiKey));
    if (caller) return caller;
    throw new CartwiseError('UNAUTHENTICATED', {
      reason: apiKey === undefined ? 'no API key was sent' : 'the API key is not known',
    });
  }

  /** The ids of a shop's keys, in order. */
  keyIdsOf(shopId: string): readonly string[] {
    const callers = [...this.byKeyHash.values()].filter(({ shop }) => shop.id === shopId);
    return callers.map(({ keyId }) => keyId).toSorted();
  }

  get(shopId: string): Shop | undefined {
    return this.byId.get(shopId);
  }
}
