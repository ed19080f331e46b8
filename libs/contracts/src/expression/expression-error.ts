/** Why a text is no expression. `position` counts its characters from 1. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';

  constructor(
    readonly position: number,
    reason: string,
  ) {
    super(`at character ${position}: ${reason}`);
  }
}
