import { chooseCalibration } from '../../classifiers/calibration/choose-calibration.ts';
import { averagePrecision, recallAtFalsePositiveRate, rocAuc } from '../../evaluation/classification.ts';
import type { ModelEvaluation } from '../../evaluation/model-evaluation.ts';
import type { Random } from '../../random.ts';
import type { LabelledSession } from './labelled-session.ts';
import { SessionModel } from './session-model.ts';
import { trainSessionGru, type SessionGruTraining } from './train-session-gru.ts';

/** With fewer known attacks chance decides what is learnt of them. */
const ATTACKS_MIN = 30;
/** The newest part sets what share of attacks log-odds stand for, and says how good the model is. */
const NEWEST_SHARE = 0.2;
/** More teach little and take long. */
const ATTACKS_MOST = 5_000;
const GOOD_PER_ATTACK = 10;
const GOOD_LEAST = 1_000;

export interface TrainedSessionModel {
  readonly model: SessionModel;
  readonly evaluations: readonly ModelEvaluation[];
}

/**
 * A model of a shop's past sessions, oldest first: learnt from the older ones, calibrated and evaluated on the newest by the
 * highest log-odds within each, as it is served. Undefined with fewer than ATTACKS_MIN attacks or good sessions, or where
 * the older part has but one of the two. Throws the signal's reason when aborted.
 */
export async function trainSessionModel({
  sessions,
  ...training
}: SessionGruTraining): Promise<TrainedSessionModel | undefined> {
  const all = countOf(sessions);
  if (Math.min(all.attacks, all.good) < ATTACKS_MIN) return undefined;
  const from = Math.floor((1 - NEWEST_SHARE) * sessions.length);
  const [older, newest] = [sessions.slice(0, from), sessions.slice(from)];
  const { attacks, good } = countOf(older);
  if (Math.min(attacks, good) === 0) return undefined;
  const balanced = await trainSessionGru({ ...training, sessions: sampled(older, training.random) });
  const gru = balanced.shiftedBy(Math.log(attacks / good));
  const uncalibrated = new SessionModel(gru, { kind: 'none' });
  const logits = newest.map(({ rows }) => uncalibrated.highestOf(rows));
  const truth = newest.map(({ isAttack }) => isAttack);
  const { calibration } = chooseCalibration(logits, truth, training.random);
  return { model: new SessionModel(gru, calibration), evaluations: [evaluationOf(logits, truth)] };
}

function countOf(sessions: readonly LabelledSession[]): { readonly attacks: number; readonly good: number } {
  const attacks = sessions.filter(({ isAttack }) => isAttack).length;
  return { attacks, good: sessions.length - attacks };
}

/** The newest attacks, and as many good sessions as it takes to tell them from. */
function sampled(sessions: readonly LabelledSession[], random: Random): readonly LabelledSession[] {
  const attacks = sessions.filter(({ isAttack }) => isAttack).slice(-ATTACKS_MOST);
  const good = sessions.filter(({ isAttack }) => !isAttack);
  const most = Math.max(GOOD_LEAST, GOOD_PER_ATTACK * attacks.length);
  return [...attacks, ...[...random.sample(good.length, most)].flatMap((i) => good[i] ?? [])];
}

/** Figures that there is no attack for are left out. */
function evaluationOf(logits: readonly number[], truth: readonly boolean[]): ModelEvaluation {
  const metrics = [
    { name: 'roc auc', value: rocAuc(logits, truth) },
    { name: 'average precision', value: averagePrecision(logits, truth) },
    { name: 'recall at 1 % false positives', value: recallAtFalsePositiveRate(logits, truth, 0.01) },
    { name: 'fraud rows', value: truth.filter(Boolean).length },
    { name: 'rows', value: truth.length },
  ];
  return { model: 'session', metrics: metrics.filter(({ value }) => Number.isFinite(value)) };
}
