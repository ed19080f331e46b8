import type { OwnedInteraction } from '#ml';
import type { HostedModel } from '../recommenders/recommender-host.ts';

/** A few milliseconds of the thread that also makes the lists. */
const BATCH_SIZE = 100;
/** Interactions that wait, some seconds of a busy shop; the oldest give way. */
const WAITING_MAX = 20_000;

/** Hands interactions to a model, a batch at a time and the next one when it is through. */
export class LearningQueue {
  private waiting: OwnedInteraction[] = [];
  private isHanding = false;

  constructor(private readonly model: Pick<HostedModel, 'learn'>) {}

  /** Answers how many had to give way. */
  add(interactions: readonly OwnedInteraction[]): number {
    this.waiting.push(...interactions);
    const over = Math.max(0, this.waiting.length - WAITING_MAX);
    if (over > 0) this.waiting = this.waiting.slice(over);
    return over;
  }

  /** Resolves when nothing waits, or another call is at it. Rejects when the model is gone. */
  async handOver(): Promise<void> {
    if (this.isHanding) return;
    this.isHanding = true;
    try {
      while (this.waiting.length > 0) await this.model.learn(this.waiting.splice(0, BATCH_SIZE));
    } finally {
      this.isHanding = false;
    }
  }
}
