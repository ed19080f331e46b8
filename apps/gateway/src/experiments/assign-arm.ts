import { createHmac } from 'node:crypto';
import type { ExperimentArm } from '#contracts';

/** The shopper as an experiment knows them: the same in all of it, and another in the next one. */
export function shopperHash(hashKey: string, experimentId: string, profileId: string): string {
  return createHmac('sha256', hashKey)
    .update(`experiment:${experimentId}:${profileId}`)
    .digest('hex')
    .slice(0, 32);
}

/** The arm of a shopper: a share of the space of hashes is the challenger's. */
export function armOf(hash: string, sharePercent: number): ExperimentArm {
  const place = Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32;
  return place < sharePercent / 100 ? 'challenger' : 'champion';
}
