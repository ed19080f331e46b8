import { Injectable } from '@nestjs/common';
import type { ExperimentArm } from '#contracts';

/** Requests remembered of each arm. */
const REMEMBERED = 1_000;

/** How an arm answered lately. */
export interface ArmHealth {
  readonly requests: number;
  /** Requests in which the model failed. */
  readonly failures: number;
  /** 95th percentile, ms. */
  readonly p95Ms: number;
}

interface Answered {
  readonly ms: number;
  readonly failed: boolean;
}

/** Durations and failures of the newest requests of each arm, on this gateway. */
@Injectable()
export class ArmHealthBoard {
  private readonly byArm = new Map<string, { readonly answered: Answered[]; next: number }>();

  add(experimentId: string, arm: ExperimentArm, answered: Answered): void {
    const key = `${experimentId} ${arm}`;
    const ring = this.byArm.get(key) ?? { answered: [], next: 0 };
    this.byArm.set(key, ring);
    ring.answered[ring.next] = answered;
    ring.next = (ring.next + 1) % REMEMBERED;
  }

  of(experimentId: string, arm: ExperimentArm): ArmHealth {
    const answered = this.byArm.get(`${experimentId} ${arm}`)?.answered ?? [];
    const sorted = answered.map(({ ms }) => ms).sort((a, b) => a - b);
    return {
      requests: answered.length,
      failures: answered.filter(({ failed }) => failed).length,
      p95Ms: sorted[Math.floor(0.95 * sorted.length)] ?? 0,
    };
  }

  forget(experimentId: string): void {
    for (const arm of ['champion', 'challenger'] as const) this.byArm.delete(`${experimentId} ${arm}`);
  }
}
