import { z } from 'zod';
import { checkKafkaSecurity, kafkaSecurityVariables } from './kafka-security.ts';

const port = (byDefault: number) => z.coerce.number().int().min(0).max(65_535).default(byDefault);

const DAY_MS = 86_400_000;
const milliseconds = (byDefault: number) => z.coerce.number().int().min(100).max(DAY_MS).default(byDefault);

const perSecond = (byDefault: number) => z.coerce.number().min(0).default(byDefault);

/** The variables every service reads; an app adds its own. Port 0 takes a free one. */
export const serviceVariables = {
  CARTWISE_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  /** Most connections of one process; k8s/README.md has the sum over all of them. */
  CARTWISE_DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10),
  /** A statement that takes longer fails: a database that hangs must not hold its callers. */
  CARTWISE_DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(30_000),
  /** The same for migrations, training and verification, which read or rewrite whole tables. */
  CARTWISE_DATABASE_LONG_STATEMENT_TIMEOUT_MS: milliseconds(3_600_000),
  CARTWISE_EVENT_LOG: z.enum(['postgres', 'kafka']).default('postgres'),
  /** host:port, comma separated; with CARTWISE_EVENT_LOG=kafka. */
  CARTWISE_KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .default([]),
  ...kafkaSecurityVariables,
  /** Put before every topic and group name, for a cluster that is shared. */
  CARTWISE_KAFKA_TOPIC_PREFIX: z.string().default(''),
  /** JSON file with the shops, their API keys and hash keys; see ShopsFile. */
  CARTWISE_SHOPS_FILE: z.string('is required'),
  /** What one key may send to one process, unless the shops file says otherwise; 0 is no limit. */
  // Generous: they stop a sender that runs away, not a load of history.
  CARTWISE_RATE_EVENTS_PER_SECOND: perSecond(20_000),
  CARTWISE_RATE_REQUESTS_PER_SECOND: perSecond(5_000),
  CARTWISE_ARTIFACTS_DIR: z.string('is required'),
  CARTWISE_HOST: z.string().default('0.0.0.0'),
  CARTWISE_HTTP_PORT: port(8080),
  CARTWISE_GRPC_PORT: port(50_051),
  CARTWISE_METRICS_PORT: port(9464),
  CARTWISE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Logs go to standard error when this is not set. */
  CARTWISE_LOG_FILE: z.string().optional(),
};

export const ServiceConfig = z
  .object(serviceVariables)
  .refine((config) => config.CARTWISE_EVENT_LOG !== 'kafka' || config.CARTWISE_KAFKA_BROKERS.length > 0, {
    path: ['CARTWISE_KAFKA_BROKERS'],
    message: 'is required with CARTWISE_EVENT_LOG=kafka',
  })
  .check(checkKafkaSecurity);
export type ServiceConfig = z.infer<typeof ServiceConfig>;
