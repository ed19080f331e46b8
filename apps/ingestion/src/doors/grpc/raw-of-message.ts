import type { IngestEvent } from '#contracts/generated/cartwise/ingestion/v1/ingestion';
import type { JsonObject } from '../../pipeline/json.ts';

/** A message as the JSON it stands for. Protobuf's empty values are fields that were not sent. */
export function rawOfMessage(message: IngestEvent): { readonly json: JsonObject } {
  return {
    json: {
      type: message.type,
      eventId: message.eventId,
      userId: message.userId,
      anonymousId: message.anonymousId,
      sessionId: message.sessionId,
      ...(message.eventTimeMs === 0 ? {} : { eventTime: message.eventTimeMs }),
      ...(message.propertiesJson === '' ? {} : { properties: parsed(message.propertiesJson) }),
      ...(message.contextJson === '' ? {} : { context: parsed(message.contextJson) }),
    },
  };
}

/** Text that is no JSON stays text, and the pipeline says that it must be an object. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
