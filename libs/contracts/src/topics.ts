import { jsonCodec, protobufCodec, type Codec } from './codec.ts';
import type { CatalogueItem } from './catalogue-item.ts';
import type { Event } from './event/event.ts';
import { Alert } from './generated/cartwise/fraud/v1/fraud.ts';
import { PolicyRecord } from './generated/cartwise/fraud/v1/policy.ts';
import { Profile } from './generated/cartwise/profile/v1/profile.ts';
import { Placement } from './generated/cartwise/recommendation/v1/recommendation.ts';
import type {
  ChampionRecord,
  ExperimentRecord,
  ExposureRecord,
  RejectedEvent,
  TrainingProgress,
} from './records.ts';

const DAY_MS = 86_400_000;

/** The one declaration of a topic. No topic name stands anywhere else. */
export interface Topic<T = unknown> {
  readonly name: string;
  /** What the record key is, after the shop id (see recordKey). */
  readonly key: string;
  readonly partitions: number;
  /** Records are kept for this time, or, compacted, the newest of each key for ever (an empty value deletes it). */
  readonly retention: { readonly retentionMs: number } | 'compacted';
  readonly codec: Codec<T>;
  readonly writers: readonly string[];
  readonly readers: readonly string[];
}

const declare = <T>(topic: Topic<T>): Topic<T> => topic;
/** Raw bytes: the parser decides what they are. */
const bytes: Codec<Uint8Array> = { encode: (value) => value, decode: (value) => value };

export const TOPICS = {
  eventsRaw: declare<Uint8Array>({
    name: 'events.raw',
    key: 'any',
    partitions: 8,
    retention: { retentionMs: 7 * DAY_MS },
    codec: bytes,
    writers: ['other systems'],
    readers: ['ingestion'],
  }),
  events: declare<Event>({
    name: 'events.v1',
    key: 'profile key: u:USER or a:ANONYMOUS',
    partitions: 8,
    retention: { retentionMs: 7 * DAY_MS },
    codec: jsonCodec<Event>(),
    writers: ['ingestion'],
    readers: ['ingestion (archive)', 'profiles', 'anomaly', 'gateway'],
  }),
  eventsRejected: declare<RejectedEvent>({
    name: 'events.rejected',
    key: 'rejected id',
    partitions: 1,
    retention: { retentionMs: 30 * DAY_MS },
    codec: jsonCodec<RejectedEvent>(),
    writers: ['ingestion', 'profiles', 'anomaly'],
    readers: ['ingestion (rejected store)'],
  }),
  items: declare<CatalogueItem>({
    name: 'items.v1',
    key: 'item id',
    partitions: 4,
    retention: 'compacted',
    codec: jsonCodec<CatalogueItem>(),
    writers: ['ingestion'],
    readers: ['gateway'],
  }),
  profiles: declare<Profile>({
    name: 'profiles.v1',
    key: 'profile id',
    partitions: 8,
    retention: 'compacted',
    codec: protobufCodec(Profile),
    writers: ['profiles'],
    readers: ['gateway'],
  }),
  alerts: declare<Alert>({
    name: 'alerts.v1',
    key: 'alert id',
    partitions: 4,
    retention: { retentionMs: 90 * DAY_MS },
    codec: protobufCodec(Alert),
    writers: ['anomaly'],
    readers: ['anomaly (stream, webhook)', 'fraud operations'],
  }),
  feedback: declare<Alert>({
    name: 'feedback.v1',
    key: 'alert id',
    partitions: 1,
    retention: { retentionMs: 400 * DAY_MS },
    codec: protobufCodec(Alert),
    writers: ['anomaly'],
    readers: ["other systems (analysts' outcomes)"],
  }),
  fraudPolicy: declare<PolicyRecord>({
    name: 'fraud-policy.v1',
    key: 'rule/CODE, list/LIST/KIND/VALUE, snooze/CODE/KIND/VALUE, costs/CURRENCY or own-rules',
    // One, so that changes are met in the order they were made.
    partitions: 1,
    retention: 'compacted',
    codec: protobufCodec(PolicyRecord),
    writers: ['anomaly'],
    readers: ['anomaly'],
  }),
  trainingProgress: declare<TrainingProgress>({
    name: 'training-progress.v1',
    key: 'run id',
    partitions: 1,
    retention: { retentionMs: 7 * DAY_MS },
    codec: jsonCodec<TrainingProgress>(),
    writers: ['trainer'],
    readers: ['cli'],
  }),
  placements: declare<Placement>({
    name: 'placements.v1',
    key: 'placement id',
    partitions: 1,
    retention: 'compacted',
    codec: protobufCodec(Placement),
    writers: ['gateway'],
    readers: ['gateway'],
  }),
  modelVersions: declare<ChampionRecord>({
    name: 'model-versions.v1',
    key: 'model kind',
    partitions: 1,
    retention: 'compacted',
    codec: jsonCodec<ChampionRecord>(),
    writers: ['trainer', 'gateway'],
    readers: ['gateway', 'anomaly'],
  }),
  experiments: declare<ExperimentRecord>({
    name: 'experiments.v1',
    key: 'experiment mode',
    partitions: 1,
    retention: 'compacted',
    codec: jsonCodec<ExperimentRecord>(),
    writers: ['gateway'],
    readers: ['gateway', 'anomaly'],
  }),
  exposures: declare<ExposureRecord>({
    name: 'exposures.v1',
    key: 'shopper hash',
    partitions: 4,
    retention: { retentionMs: 90 * DAY_MS },
    codec: jsonCodec<ExposureRecord>(),
    writers: ['gateway'],
    readers: ["other systems (data scientists' analyses)"],
  }),
} as const;

export const ALL_TOPICS: readonly Topic[] = Object.values(TOPICS);
