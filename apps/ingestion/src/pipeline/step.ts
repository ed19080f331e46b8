import type { EpochMs, EventSource, EventVerdictCode } from '#contracts';
import type { Shop } from '#service';
import type { JsonObject } from './json.ts';
import type { Call } from './read-call.ts';

/** What is known of an event from how it came, before it is read. */
export interface Arrival {
  readonly shop: Shop;
  readonly source: EventSource;
  readonly receivedAt: EpochMs;
  /** The sender's clock when it sent the batch; an event may carry its own. */
  readonly sentAt?: unknown;
  /** History from another system: old event times are accepted. */
  readonly historical: boolean;
  /** Whether who sent it may mark it historical; a key that stands in every page may not. */
  readonly mayLoadHistory: boolean;
  /** The id of an event whose sender gave it none. */
  readonly newEventId: () => string;
}

/** An event on its way through the steps. */
export interface Draft {
  /** The sender's object; personal data already replaced by keyed hashes. */
  readonly sent: JsonObject;
  /** What kind of call it is. */
  readonly call: Call;
  /** Our fields as far as the steps before have filled them; what `validateEvent` reads. */
  readonly fields: JsonObject;
}

export interface Drop {
  readonly kind: 'drop';
  readonly code: EventVerdictCode;
  readonly message: string;
}

export interface DeadLetter {
  readonly kind: 'deadLetter';
  readonly code: EventVerdictCode;
  readonly field?: string;
  readonly message: string;
}

export type StepResult<T> = { readonly kind: 'ok'; readonly value: T } | Drop | DeadLetter;

/** One step: pure, never throws. Its value is the fields it fills; one that is undefined is left as it was. */
export type Step = (draft: Draft, arrival: Arrival) => StepResult<JsonObject>;

export const ok = <T>(value: T): StepResult<T> => ({ kind: 'ok', value });

export const drop = (code: EventVerdictCode, message: string): Drop => ({ kind: 'drop', code, message });

export const deadLetter = (code: EventVerdictCode, message: string, field?: string): DeadLetter => ({
  kind: 'deadLetter',
  code,
  message,
  ...(field === undefined ? {} : { field }),
});
