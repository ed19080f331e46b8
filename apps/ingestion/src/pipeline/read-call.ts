import { given, isJsonObject, objectAt, type JsonObject } from './json.ts';

/** Whose field names an event speaks. */
export type Dialect = 'own' | 'segment' | 'ga4';

/** An object that fields may stand in, and where it is. */
export interface Container {
  readonly object: JsonObject;
  readonly path: string;
}

/** What kind of call an event is, by its outermost shape. */
export interface Call {
  readonly dialect: Dialect;
  /** Segment's call, where it is one. */
  readonly segmentCall?: SegmentCall;
  /** The name of what happened, where the call has one; not yet ours. */
  readonly name?: unknown;
  /** Path of the name. */
  readonly namePath: string;
  /** Where its fields are looked for, in this order. */
  readonly containers: readonly Container[];
}

const SEGMENT_CALLS = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
type SegmentCall = (typeof SEGMENT_CALLS)[number];

/** Tells Segment's calls, GA4's events and our own apart. Never throws; a name may be missing or no text. */
export function readCall(sent: JsonObject): Call {
  const top = { object: sent, path: '' };
  const properties = { object: objectAt(sent, 'properties'), path: 'properties' };
  const type = given(sent, 'type');
  // An event name without a type is a track call whose door said so.
  const isTrack = type === undefined && given(sent, 'event') !== undefined;
  const segmentCall = isTrack ? 'track' : SEGMENT_CALLS.find((call) => call === type);
  if (segmentCall !== undefined) {
    return {
      dialect: 'segment',
      segmentCall,
      name: given(sent, 'event'),
      namePath: 'event',
      containers: segmentCall === 'page' ? [properties, top] : [properties, ...traitsOf(sent)],
    };
  }
  const name = given(sent, 'name');
  if (type === undefined && name !== undefined) {
    const parameters = { object: objectAt(sent, 'params'), path: 'params' };
    return { dialect: 'ga4', name, namePath: 'name', containers: [parameters, properties] };
  }
  return { dialect: 'own', name: type, namePath: 'type', containers: [top, properties] };
}

/** What Segment's call says of the person, where it says anything. */
function traitsOf(sent: JsonObject): Container[] {
  const containers: Container[] = [];
  const traits = given(sent, 'traits');
  if (isJsonObject(traits)) containers.push({ object: traits, path: 'traits' });
  const contextTraits = given(objectAt(sent, 'context'), 'traits');
  if (isJsonObject(contextTraits)) containers.push({ object: contextTraits, path: 'context.traits' });
  return containers;
}
