import { z } from 'zod';
import { loadConfig } from '#service';
import type { ForwardedAddresses } from './forwarding/forward-services.ts';

const address = z
  .string()
  .regex(/^[^\s/]+:\d{1,5}$/, 'must be host:port')
  .optional();

const GatewayConfig = z.object({
  /** gRPC addresses of the services behind the gateway; what has none is not offered. */
  CARTWISE_INGESTION_ADDRESS: address,
  CARTWISE_PROFILES_ADDRESS: address,
  CARTWISE_FRAUD_ADDRESS: address,
});

/**
 * A gateway reads little from the database (a profile or a page of the catalogue that it does not hold), and there are
 * many gateways.
 */
const DATABASE_POOL = '4';

/** The one place of this app that reads the environment. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ...process.env,
  CARTWISE_DATABASE_POOL: process.env['CARTWISE_DATABASE_POOL'] || DATABASE_POOL,
};

/** Where each package goes that another service owns. Throws ConfigError. */
export function forwardedAddresses(
  variables: Readonly<Record<string, string | undefined>>,
): ForwardedAddresses {
  const config = loadConfig(GatewayConfig, variables);
  return {
    ...(config.CARTWISE_INGESTION_ADDRESS === undefined
      ? {}
      : { ingestion: config.CARTWISE_INGESTION_ADDRESS, catalog: config.CARTWISE_INGESTION_ADDRESS }),
    ...(config.CARTWISE_PROFILES_ADDRESS === undefined ? {} : { profile: config.CARTWISE_PROFILES_ADDRESS }),
    ...(config.CARTWISE_FRAUD_ADDRESS === undefined ? {} : { fraud: config.CARTWISE_FRAUD_ADDRESS }),
  };
}
