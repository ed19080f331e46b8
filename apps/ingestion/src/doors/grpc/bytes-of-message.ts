import type { IngestEvent } from '#contracts/generated/cartwise/ingestion/v1/ingestion';

/** About what the event takes in memory and on the wire: its texts, as UTF-8. */
export function bytesOfMessage(message: IngestEvent): number {
  const { eventId, type, userId, anonymousId, sessionId, propertiesJson, contextJson } = message;
  const texts = [eventId, type, userId, anonymousId, sessionId, propertiesJson, contextJson];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
