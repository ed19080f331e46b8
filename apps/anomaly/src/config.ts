import { z } from 'zod';
import { loadConfig } from '#service';

/** Beside the variables of ServiceConfig. */
const AnomalyConfig = z.object({
  /** Orders scored at the same time by one process; more are refused with RESOURCE_EXHAUSTED. */
  CARTWISE_SCORING_IN_FLIGHT_MAX: z.coerce.number().int().min(1).max(10_000).default(256),
});
export type AnomalyConfig = z.infer<typeof AnomalyConfig>;

/** The one place of this app that reads the environment. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = process.env;

export const loadAnomalyConfig = (): AnomalyConfig => loadConfig(AnomalyConfig, ENVIRONMENT);
