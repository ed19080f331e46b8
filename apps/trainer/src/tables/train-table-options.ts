import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CLASS_WEIGHTS, DENSE_LOSSES, DENSE_OPTIMISERS, FEATURE_TYPES, type FeatureType } from '#ml';
import { OptionError, parseOptions } from './option-error.ts';

const MODELS = ['dense', 'boosted', 'both'] as const;
const LAYERS_MOST = 5;

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most));

/** "64" or "64,32": units of each layer. */
const layers = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(z.int().min(1).max(1_024)).max(LAYERS_MOST));

const typeOf = z.string().transform((text, context): readonly [string, FeatureType] => {
  const at = text.lastIndexOf('=');
  const type = FEATURE_TYPES.find((each) => each === text.slice(at + 1));
  if (at > 0 && type !== undefined) return [text.slice(0, at), type];
  context.addIssue({ code: 'custom', message: `"${text}" is not COLUMN=${FEATURE_TYPES.join('|')}` });
  return z.NEVER;
});

const Options = z.object({
  label: z.string({ error: 'which column is to be predicted?' }).min(1),
  model: z.enum(MODELS).default('both'),
  optimiser: z.enum(DENSE_OPTIMISERS).optional(),
  loss: z.enum(DENSE_LOSSES).optional(),
  'class-weights': z.enum(CLASS_WEIGHTS).optional(),
  hidden: layers.optional(),
  epochs: whole(1, 1_000).optional(),
  folds: whole(2, 20).default(5),
  seed: whole(0, 0xffff_ffff).default(1),
  positive: z.string().optional(),
  type: z.array(typeOf).default([]),
  drop: z.array(z.string()).default([]),
  time: z.string().optional(),
  'no-time': z.boolean().default(false),
  'no-header': z.boolean().default(false),
  out: z.string().min(1).optional(),
  report: z.string().min(1).optional(),
});

export type TrainTableOptions = z.infer<typeof Options> & { readonly file: string };

/** Throws OptionError naming each option that is wrong. */
export function trainTableOptions(args: readonly string[]): TrainTableOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...{ label: text, model: text, optimiser: text, loss: text, 'class-weights': text, hidden: text },
      ...{ epochs: text, folds: text, seed: text, positive: text, time: text, out: text, report: text },
      ...{ type: { ...text, multiple: true }, drop: { ...text, multiple: true } },
      ...{ 'no-time': flag, 'no-header': flag },
    },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new OptionError('give one CSV file');
  return { ...parseOptions(Options, values), file };
}
