import type { DateFormat } from '../cells/parse-date.ts';

/** What a column can be told to be. */
export const FEATURE_TYPES = ['number', 'boolean', 'category', 'date'] as const;
export type FeatureType = (typeof FEATURE_TYPES)[number];
/** Nothing is learnt from these. */
export type DroppedType = 'id' | 'text' | 'constant' | 'empty' | 'dropped';

/** What a column of a file was found to be. Plain data, kept with the model. */
export interface ColumnSchema {
  readonly name: string;
  readonly type: FeatureType | DroppedType;
  /** In words. */
  readonly why: string;
  /** Rows that hold nothing. */
  readonly missing: number;
  /** Rows with something that is not of the type: they count as missing. */
  readonly strays: number;
  /** Different values, as far as they were counted. */
  readonly distinct: number;
  readonly dateFormat?: DateFormat;
  /** Of a category: the values, the most frequent first. */
  readonly categories?: readonly string[];
}

export const isFeature = (schema: ColumnSchema): boolean =>
  (FEATURE_TYPES as readonly string[]).includes(schema.type);
