import type { NamedArrays } from '../artifact/arrays.ts';
import type { Adam } from './adam.ts';
import type { LazyRows } from './lazy-rows.ts';

/** Where the descent stands after an epoch. */
export interface Descent {
  /** Epochs and steps done, and steps planned. */
  readonly epoch: number;
  readonly step: number;
  readonly stepsPlanned: number;
  /** Mean loss of each epoch. */
  readonly losses: readonly number[];
  /** Whether the loss no longer falls. */
  readonly isOver: boolean;
}

/** What is being trained, with the moments of its optimisers. */
export interface Trained {
  readonly items: LazyRows;
  readonly adam: Adam;
}

/** Everything that the next epoch depends on, but for chance. */
export function attentionCheckpoint({ items, adam }: Trained, descent: Descent): NamedArrays {
  const { values, means, squares, steps } = items.state();
  const layer = adam.state();
  const { epoch, step, stepsPlanned, losses, isOver } = descent;
  const numbers = Float64Array.of(steps, layer.steps, epoch, step, stepsPlanned, isOver ? 1 : 0);
  return { values, means, squares, layer: layer.values, numbers, losses: Float64Array.from(losses) };
}

/** Puts such arrays into a learner of the same shape; throws TypeError on anything else. */
export function restoreAttention({ items, adam }: Trained, saved: NamedArrays): Descent {
  const floats = (name: string): Float32Array => {
    const array = saved[name];
    if (array instanceof Float32Array) return array;
    throw new TypeError(`expected 32-bit floats as "${name}" in the checkpoint of the attention model`);
  };
  const [itemSteps = 0, layerSteps = 0, epoch = 0, step = 0, stepsPlanned = 0, isOver = 0] =
    saved['numbers'] ?? [];
  items.restore({
    values: floats('values'),
    means: floats('means'),
    squares: floats('squares'),
    steps: itemSteps,
  });
  adam.restore({ values: floats('layer'), steps: layerSteps });
  return { epoch, step, stepsPlanned, losses: [...(saved['losses'] ?? [])], isOver: isOver === 1 };
}
