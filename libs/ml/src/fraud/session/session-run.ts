import type { SessionModel } from './session-model.ts';

/** So many events of a session are looked at to say which one speaks most for an attack, and learnt from. */
export const SESSION_EVENTS_MOST = 50;

/** A session as far as it has come: one step of the network for each event. */
export class SessionRun {
  private readonly state: Float32Array;
  private readonly kept: Float32Array[] = [];
  private highest = -Infinity;

  constructor(readonly model: SessionModel) {
    this.state = model.gru.begin();
  }

  /** The newest events, oldest first. */
  get rows(): readonly Float32Array[] {
    return this.kept;
  }

  /**
   * Takes the next event; how likely the session is an attack, by the highest log-odds it has reached: what was done stays
   * done, however quietly the session goes on.
   */
  step(row: Float32Array): number {
    this.highest = Math.max(this.highest, this.model.gru.step(this.state, row));
    this.kept.push(row);
    if (this.kept.length > SESSION_EVENTS_MOST) this.kept.shift();
    return this.model.probability(this.highest);
  }
}
