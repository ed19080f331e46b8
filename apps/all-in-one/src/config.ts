import path from 'node:path';
import { z } from 'zod';
import type { ModelKind } from '#contracts';
import { loadConfig, PROJECT_ROOT } from '#service';

/** The model that an empty shop waits for, by what is trained, which the trainer reads and checks. */
export const FirstModel = z
  .string()
  .default('recommender')
  .transform((kinds): ModelKind => (kinds.trim() === 'fraud' ? 'fraud' : 'recommender'));

const AllInOneConfig = z.object({
  /** Keeps the database, the keys, the artifacts and the log. */
  CARTWISE_DATA_DIR: z.string().default(path.join(PROJECT_ROOT, '.cartwise')),
  /** A PostgreSQL of yours instead of the embedded one. */
  CARTWISE_DATABASE_URL: z.string().optional(),
  /** Only this machine may connect, unless you say otherwise. */
  CARTWISE_HOST: z.string().default('127.0.0.1'),
  /** Loads the demo shop into an empty store. */
  CARTWISE_DEMO: z.stringbool().default(true),
  CARTWISE_TRAIN_MODELS: FirstModel,
  CARTWISE_RETRAIN_EVERY_HOURS: z.coerce.number().positive().default(24),
  /** Population stability index of the items' popularity above which it trains earlier; 0: it never does. */
  CARTWISE_TRAIN_DRIFT: z.coerce.number().min(0).max(100).default(0.25),
});
export type AllInOneConfig = z.infer<typeof AllInOneConfig>;

/** The one place of this app that reads the environment. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = process.env;

export const loadAllInOneConfig = (): AllInOneConfig => loadConfig(AllInOneConfig, ENVIRONMENT);
