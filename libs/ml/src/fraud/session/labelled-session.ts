/** A past session whose outcome is known. */
export interface LabelledSession {
  /** Of its newest events, as SessionEncoder gives them; at least one. */
  readonly rows: readonly Float32Array[];
  readonly isAttack: boolean;
}
