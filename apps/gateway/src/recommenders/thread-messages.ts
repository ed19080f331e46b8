import type { DescribedItem, ItemExplanation, Learnt, OwnedInteraction, RankedArrays, Shopper } from '#ml';
import type { Candidate } from '../recommendation/candidate.ts';

/** What a model in a thread is asked, and what it answers. */
export interface Questions {
  readonly describe: {
    readonly ask: { readonly items: readonly DescribedItem[] };
    readonly answer: readonly string[];
  };
  readonly recommend: {
    readonly ask: { readonly shopper: Shopper; readonly k: number };
    readonly answer: RankedArrays;
  };
  readonly rankItems: {
    readonly ask: { readonly shopper: Shopper; readonly itemIds: readonly string[] };
    readonly answer: RankedArrays;
  };
  readonly similar: {
    readonly ask: { readonly itemId: string; readonly k: number };
    readonly answer: RankedArrays;
  };
  readonly boughtTogether: {
    readonly ask: { readonly itemIds: readonly string[]; readonly k: number };
    readonly answer: RankedArrays;
  };
  readonly explain: {
    readonly ask: { readonly shopper: Shopper; readonly itemId: string };
    readonly answer: ItemExplanation;
  };
  readonly learn: {
    readonly ask: { readonly interactions: readonly OwnedInteraction[] };
    readonly answer: LearntInThread;
  };
}
export type QuestionKind = keyof Questions;

export interface OpenMessage {
  readonly kind: 'open';
  readonly id: number;
  /** What the model is called from then on. */
  readonly model: number;
  readonly artifactSha256: string;
  readonly files: readonly (readonly [string, Uint8Array])[];
  readonly nowMs: number;
}

export type AskMessage = {
  [Kind in QuestionKind]: {
    readonly kind: Kind;
    readonly id: number;
    readonly model: number;
    readonly ask: Questions[Kind]['ask'];
  };
}[QuestionKind];

export interface ReleaseMessage {
  readonly kind: 'release';
  readonly model: number;
}

export type ToThread = OpenMessage | AskMessage | ReleaseMessage;

/** What changed by learning, and what trends now. */
export interface LearntInThread extends Learnt {
  readonly trending: RankedArrays;
}

export interface Opened {
  readonly learnsFromMs: number;
  readonly itemIds: readonly string[];
  readonly trending: readonly Candidate[];
}

/** Each answer is to the message of the same id. */
export type FromThread =
  | { readonly id: number; readonly answer: Opened | Questions[QuestionKind]['answer'] }
  | { readonly id: number; readonly error: Error };
