import { z } from 'zod';
import { EXPRESSION_LENGTH_MAX, ItemId } from '#contracts';
import type { Boost, Controls } from './controls.ts';
import type { Expression } from '../filter/expression/compare.ts';

const BOOSTS_MAX = 20;
const PINS_MAX = 20;
const POSITION_MAX = 1_000;
const DAYS_MAX = 10_000;

const boosts = z.object({
  boosts: z
    .array(
      z.object({
        expression: z.string().min(1).max(EXPRESSION_LENGTH_MAX),
        factor: z.number().min(0.01).max(100),
      }),
    )
    .max(BOOSTS_MAX),
});
const pins = z.object({
  pins: z
    .array(z.object({ itemId: ItemId, position: z.number().int().min(1).max(POSITION_MAX) }))
    .max(PINS_MAX)
    .refine((given) => new Set(given.map(({ itemId }) => itemId)).size === given.length, {
      message: 'must not pin an item twice',
    })
    .refine((given) => new Set(given.map(({ position }) => position)).size === given.length, {
      message: 'must not pin two items to one position',
    }),
});
const maximum = z.number().int().min(0).max(1_000).optional();

/** What the message Controls must hold to; the proto documents it. Unset comes as null or undefined. */
export const ControlsFields = z
  .object({
    boosts: boosts.nullish(),
    pins: pins.nullish(),
    diversity: z.number().min(0).max(1).optional(),
    maxPerCategory: maximum,
    categoryLevels: z.number().int().min(0).max(20).optional(),
    maxPerBrand: maximum,
    exploration: z.number().min(0).max(0.5).optional(),
    hideBoughtDays: z.number().int().min(0).max(DAYS_MAX).optional(),
  })
  .nullish();
export type AskedControls = z.output<typeof ControlsFields>;

/** Reads an expression of a field. @throws CartwiseError */
export type Compile = (expression: string, field: string) => Expression;

const NONE: Controls = {};

/** The controls of a message, with only what is set in it. @throws CartwiseError for an expression that is none. */
export function readControls(asked: AskedControls, compile: Compile): Controls {
  if (!asked) return NONE;
  const { boosts: boostList, pins: pinList, ...numbers } = asked;
  return {
    ...numbers,
    ...(boostList ? { boosts: boostList.boosts.map((one, index) => readBoost(one, index, compile)) } : {}),
    ...(pinList ? { pins: pinList.pins } : {}),
  };
}

function readBoost(
  { expression, factor }: { readonly expression: string; readonly factor: number },
  index: number,
  compile: Compile,
): Boost {
  return { factor, matches: compile(expression, `controls.boosts.boosts[${index}].expression`) };
}
