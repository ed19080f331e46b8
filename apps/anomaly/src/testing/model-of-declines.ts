import { SESSION_EVENT_KINDS, SessionEncoder, SessionGru, SessionModel } from '#ml';
import { testEvent } from './test-event.ts';

/**
 * A model of sessions for which the third declined payment is too many: its state of one number moves half the way to 1 with
 * each of them, and half the way to 0 with all else.
 */
export function modelOfDeclines(): SessionModel {
  const columns = new SessionEncoder().next(testEvent('logged_in'))?.length ?? 0;
  const inputWeights = new Float32Array(columns * 3);
  inputWeights[3 * SESSION_EVENT_KINDS.indexOf('payment_declined') + 2] = 9;
  return new SessionModel(
    new SessionGru({
      inputWeights,
      bias: new Float32Array(3),
      gateWeights: new Float32Array(2),
      candidateWeights: new Float32Array(1),
      output: Float32Array.of(40, -32),
    }),
    { kind: 'none' },
  );
}
