import type { ArmCounts } from '#database';
import { sequentialPValue, wilsonInterval } from '#ml';
import type { ArmHealth } from './arm-health.ts';

/** Shoppers of each arm before its hit rate says anything. */
const SHOPPERS_MIN = 100;
/** An arm that is no worse is taken for a loser in fewer than one of twenty experiments, however often one looks. */
const LEVEL = 0.05;
/** Requests before failures and durations say anything. */
const REQUESTS_MIN = 100;
const FAILURES_MAX = 0.02;
const SLOWER_MAX = 2;
/** Below this, slower does not matter. */
const SLOW_MS = 50;

export interface Arms<T> {
  readonly champion: T;
  readonly challenger: T;
}

/** Why a challenger must not go on; undefined while it may. */
export function judgeArms(
  hits: Arms<Pick<ArmCounts, 'shoppers' | 'hit'>>,
  health: Arms<ArmHealth>,
): string | undefined {
  return failing(health) ?? slow(health) ?? losing(hits);
}

/** The failure rate is above the bound, and above the champion's, by more than chance. */
function failing({ champion, challenger }: Arms<ArmHealth>): string | undefined {
  const { failures, requests } = challenger;
  if (requests < REQUESTS_MIN) return undefined;
  const { low } = wilsonInterval({ hits: failures, trials: requests });
  const usual = wilsonInterval({ hits: champion.failures, trials: champion.requests });
  if (low <= FAILURES_MAX || (champion.requests > 0 && low <= usual.high)) return undefined;
  return `${failures} of its last ${requests} requests failed`;
}

function slow({ champion, challenger }: Arms<ArmHealth>): string | undefined {
  if (Math.min(champion.requests, challenger.requests) < REQUESTS_MIN) return undefined;
  if (challenger.p95Ms <= Math.max(SLOW_MS, SLOWER_MAX * champion.p95Ms)) return undefined;
  return `its p95 is ${challenger.p95Ms.toFixed(0)} ms, the champion's ${champion.p95Ms.toFixed(0)} ms`;
}

function losing({ champion, challenger }: Arms<Pick<ArmCounts, 'shoppers' | 'hit'>>): string | undefined {
  if (Math.min(champion.shoppers, challenger.shoppers) < SHOPPERS_MIN) return undefined;
  const [ours, theirs] = [challenger.hit / challenger.shoppers, champion.hit / champion.shoppers];
  const p = pValueOf({ champion, challenger });
  if (ours >= theirs || p >= LEVEL) return undefined;
  return `its hit rate is ${percent(ours)}, the champion's ${percent(theirs)} (always-valid p ${p.toFixed(3)})`;
}

export function pValueOf({ champion, challenger }: Arms<Pick<ArmCounts, 'shoppers' | 'hit'>>): number {
  return sequentialPValue(
    { hits: champion.hit, trials: champion.shoppers },
    { hits: challenger.hit, trials: challenger.shoppers },
  );
}

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`;
