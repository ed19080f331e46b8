import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { EventSource } from '#contracts';
import { Database, RejectedEventStore, type StoredRejection } from '#database';
import { CLOCK, type Clock, type Shop } from '#service';
import { EventIntake } from '../intake/event-intake.ts';
import type { EventVerdict } from '../intake/judgement.ts';

const Recorded = z.object({ source: EventSource });

/** Rejected events put through in one call, and at one time. */
export const REPLAY_MAX = 1_000;
const CONCURRENT_MAX = 50;

export interface ReplayChoice {
  readonly ids?: readonly string[] | undefined;
  readonly code?: string | undefined;
}

export interface Replayed extends EventVerdict {
  readonly rejectedId: string;
}

/** Puts rejected events through the pipeline again, after a fix of theirs or ours. */
@Injectable()
export class Replay {
  constructor(
    private readonly database: Database,
    private readonly rejected: RejectedEventStore,
    private readonly intake: EventIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Replays what was not replayed yet, oldest clocks and ids kept, so that nothing is applied twice. What is rejected
   * again gets a rejected event of its own. At most REPLAY_MAX; call again for the rest.
   */
  async replay(shop: Shop, choice: ReplayChoice): Promise<Replayed[]> {
    const chosen = await this.rejected.list({
      shopId: shop.id,
      ...defined(choice),
      openOnly: true,
      limit: REPLAY_MAX,
    });
    const verdicts: Replayed[] = [];
    for (let start = 0; start < chosen.length; start += CONCURRENT_MAX) {
      const some = chosen.slice(start, start + CONCURRENT_MAX);
      verdicts.push(...(await Promise.all(some.map((one) => this.replayOne(shop, one)))));
      await this.rejected.markReplayed(
        this.database,
        some.map(({ rejectedId }) => rejectedId),
        this.clock(),
      );
    }
    return verdicts;
  }

  private async replayOne(shop: Shop, one: StoredRejection): Promise<Replayed> {
    const bytes = Buffer.from(one.bodyBase64, 'base64');
    const verdicts = await this.intake.ingest(shop, [{ bytes }], {
      source: sourceOf(one.stage, bytes),
      receivedAt: one.receivedAt,
      historical: false,
      // Only an admin replays.
      mayLoadHistory: true,
      // Archived it may be: it is the consumer named as its stage that has not applied it.
      again: one.code === 'EVENT_POISON',
    });
    const [verdict] = verdicts;
    if (verdict === undefined) throw new Error('the intake gave no verdict');
    return { ...verdict, rejectedId: one.rejectedId };
  }
}

/** The stage is the door that rejected it, or the consumer that gave up a record, which still names its door. */
function sourceOf(stage: string, bytes: Buffer): EventSource {
  return EventSource.safeParse(stage).data ?? Recorded.safeParse(parsed(bytes)).data?.source ?? 'import';
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(String(bytes));
  } catch {
    return undefined;
  }
}

function defined({ ids, code }: ReplayChoice): { readonly ids?: readonly string[]; readonly code?: string } {
  return { ...(ids === undefined ? {} : { ids }), ...(code === undefined ? {} : { code }) };
}
