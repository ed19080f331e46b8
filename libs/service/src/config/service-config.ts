import { z } from 'zod';

const port = (byDefault: number) => z.coerce.number().int().min(0).max(65_535).default(byDefault);

/** The variables every service reads; an app adds its own. Port 0 takes a free one. */
export const serviceVariables = {
  CARTWISE_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  CARTWISE_EVENT_LOG: z.enum(['postgres', 'kafka']).default('postgres'),
  /** host:port, comma separated; with CARTWISE_EVENT_LOG=kafka. */
  CARTWISE_KAFKA_BROKERS: z
    .string()
    .transform((list) => list.split(',').map((broker) => broker.trim()))
    .default([]),
  /** Put before every topic and group name, for a cluster that is shared. */
  CARTWISE_KAFKA_TOPIC_PREFIX: z.string().default(''),
  /** JSON file with the shops, their API keys and hash keys; see ShopDirectory. */
  CARTWISE_SHOPS_FILE: z.string('is required'),
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
  });
export type ServiceConfig = z.infer<typeof ServiceConfig>;
