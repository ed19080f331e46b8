import type { Event } from '#contracts';
import { correctClocks } from './correct-clocks.ts';
import { dropBots } from './drop-bots.ts';
import { identifyShopper } from './identify-shopper.ts';
import type { JsonObject } from './json.ts';
import { mapContext } from './map-context.ts';
import { mapEnvelope } from './map-envelope.ts';
import { mapFields } from './map-fields.ts';
import { nameEvent } from './name-event.ts';
import { parseObject, type RawEvent } from './parse-object.ts';
import { protectPersonalData } from './protect-personal-data.ts';
import { readCall } from './read-call.ts';
import { respectConsent } from './respect-consent.ts';
import type { Arrival, DeadLetter, Draft, Drop, Step } from './step.ts';
import { validateEvent } from './validate-event.ts';

/** Between reading the object and judging the result. Every step sees hashes where personal data was. */
const STEPS: readonly Step[] = [
  nameEvent,
  mapFields,
  mapEnvelope,
  identifyShopper,
  correctClocks,
  mapContext,
  respectConsent,
  dropBots,
];

export type Outcome =
  | { readonly kind: 'event'; readonly event: Event }
  /** `sent` is the sender's object without personal data; absent where no object could be read. */
  | ((Drop | DeadLetter) & { readonly sent?: JsonObject });

/** Takes one event as it came through all steps. Never throws: whatever the input, there is an outcome. */
export function runPipeline(raw: RawEvent, arrival: Arrival): Outcome {
  const parsed = parseObject(raw);
  if (parsed.kind !== 'ok') return parsed;
  const { object: sent, fault } = protectPersonalData(parsed.value, arrival.shop);
  if (fault) return { ...fault, sent };
  // One object that grows: a copy at every step would cost more than the steps.
  const fields: Record<string, unknown> = {};
  const draft: Draft = { sent, call: readCall(sent), fields };
  for (const step of STEPS) {
    const result = step(draft, arrival);
    if (result.kind !== 'ok') return { ...result, sent };
    const filled = result.value;
    for (const name in filled) if (filled[name] !== undefined) fields[name] = filled[name];
  }
  const validated = validateEvent(draft, arrival.shop);
  return validated.kind === 'ok' ? { kind: 'event', event: validated.value } : { ...validated, sent };
}
