import { below, chance, pick, randomOf, type Random } from '../random.ts';

/** One browser or phone of a shopper. */
export interface Device {
  readonly deviceId: string;
  readonly anonymousId: string;
  readonly userAgent: string;
  /** What its clock shows beyond the true time; most clocks are right. */
  readonly skewMs: number;
}

/** Who somebody is to the shop; all of it made up, and the same for the same seed and number. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly ip: string;
  readonly card: Card;
  readonly country: string;
  readonly address: string;
}

export interface Card {
  readonly fingerprint: string;
  readonly bin: string;
  readonly country: string;
}

export interface Shopper extends Person {
  readonly number: number;
  readonly devices: readonly Device[];
  /** The past customer of the demo shop whose taste this shopper has. */
  readonly taste: readonly string[];
}

export const USER_AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
] as const;

const COUNTRIES = ['GB', 'GB', 'GB', 'GB', 'GB', 'GB', 'GB', 'DE', 'FR', 'IE'] as const;
const DEVICES_MAX = 3;
const SKEWED_SHARE = 0.03;
const SKEW_MS_MAX = 2 * 3_600_000;
/** Three in a hundred shoppers live abroad and pay with a card of another country. */
const FOREIGN_CARD_SHARE = 0.03;

/** The shopper of this number: steady through a run, and through every run with the same seed and name. */
export function shopperOf(
  run: string,
  seed: number,
  number: number,
  tastes: readonly (readonly string[])[],
): Shopper {
  const random = randomOf(seed, 'shopper', number);
  const userId = `${run}-shopper-${number}`;
  const country = pick(random, COUNTRIES);
  return {
    number,
    userId,
    email: `${userId}@mail.example`,
    ip: `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
    country,
    address: `${1 + below(random, 200)} ${number} Street, Town, ${country}`,
    card: {
      fingerprint: `${userId}-card`,
      bin: '424242',
      country: chance(random, FOREIGN_CARD_SHARE) ? 'US' : country,
    },
    taste: pick(random, tastes),
    devices: devicesOf(random, userId),
  };
}

function devicesOf(random: Random, userId: string): readonly Device[] {
  return Array.from({ length: 1 + below(random, DEVICES_MAX) }, (_, index) => ({
    deviceId: `${userId}-device-${index}`,
    anonymousId: `${userId}-visitor-${index}`,
    userAgent: pick(random, USER_AGENTS),
    skewMs: chance(random, SKEWED_SHARE) ? Math.round((random() * 2 - 1) * SKEW_MS_MAX) : 0,
  }));
}
