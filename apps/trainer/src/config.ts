import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { ModelKind, ShopId } from '#contracts';
import { CHALLENGERS } from '#ml';
import { loadConfig, ServiceConfig } from '#service';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** Timers count milliseconds in 31 bits. */
const EVERY_MS_MAX = 24 * UNIT_MS.d;

/** "30m", "24h" or "7d", as milliseconds. */
const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'must be a number and m, h or d, such as "24h"')
  // The expression leaves no other last letter.
  .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS])
  .refine((ms) => ms <= EVERY_MS_MAX, 'must be at most 24d');

const TensorFlowBackend = z.enum(['auto', 'native', 'native-gpu', 'wasm', 'cpu']).default('auto');

/** Of the commands that need no store: a table is all they read. */
const TableConfig = z.object({ CARTWISE_TF_BACKEND: TensorFlowBackend });

export const TrainerConfig = ServiceConfig.and(
  z.object({
    /** Shop ids, comma separated; absent: all of the shops file. */
    CARTWISE_TRAIN_SHOPS: z
      .string()
      .transform((list) => list.split(',').map((shop) => shop.trim()))
      .pipe(z.array(ShopId))
      .optional(),
    /** What a run trains, comma separated; absent: the models of both kinds. */
    CARTWISE_TRAIN_MODELS: z
      .string()
      .transform((list) => list.split(',').map((kind) => kind.trim()))
      .pipe(z.array(ModelKind))
      .default([...ModelKind.options]),
    /** Time between runs, counted from the last attempt in the store; absent: one run. */
    CARTWISE_TRAIN_EVERY: duration.optional(),
    /** Population stability index of the items' popularity above which a run comes before its time; 0: none does. */
    CARTWISE_TRAIN_DRIFT: z.coerce.number().min(0).max(100).default(0.25),
    CARTWISE_TF_BACKEND: TensorFlowBackend,
    /** The search for hyper-parameters ends with the best so far after that. */
    CARTWISE_TRAIN_SEARCH_TIME: duration.default(10 * UNIT_MS.m),
    /** Processes that carry out the trials of the search. */
    CARTWISE_TRAIN_PROCESSES: z.coerce.number().int().min(1).max(64).default(availableParallelism()),
    /** Folder of pictures that the catalogue's image links name as files; absent: pictures teach nothing. */
    CARTWISE_IMAGES_DIR: z.string().min(1).optional(),
    /** The same seed on the same data, backend and champion gives the same model. */
    CARTWISE_TRAIN_SEED: z.coerce.number().int().min(0).max(0xffff_ffff).default(1),
    /** Models to compare beside what is served, comma separated. */
    CARTWISE_TRAIN_CHALLENGERS: z
      .string()
      .transform((list) => list.split(',').map((name) => name.trim()))
      .pipe(z.array(z.enum(CHALLENGERS)))
      .default([]),
    /** A folder that outlives the process, for runs to go on after a kill; absent: in the artifacts' folder. */
    CARTWISE_CHECKPOINTS_DIR: z.string().optional(),
  }),
);
export type TrainerConfig = z.infer<typeof TrainerConfig>;

/** The one place of this app that reads the environment. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = process.env;

// TensorFlow's library greets on standard error with its build options unless it is told not to before it loads.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';

export const loadTrainerConfig = (): TrainerConfig => loadConfig(TrainerConfig, ENVIRONMENT);

export const loadTableConfig = (): z.infer<typeof TableConfig> => loadConfig(TableConfig, ENVIRONMENT);
