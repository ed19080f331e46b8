import { Client, credentials, Metadata, type ChannelCredentials } from '@grpc/grpc-js';
import { CartwiseCallError } from '../cartwise-call-error.ts';
import { RetryBudget } from './retry-budget.ts';
import { RETRY_DEFAULTS, type RetryPolicy } from './retry-policy.ts';

/** PEM files as they are on disk. Without root certificates those of Node are trusted. */
export interface TlsOptions {
  readonly rootCertificates?: Buffer;
  readonly clientKey?: Buffer;
  readonly clientCertificate?: Buffer;
}

export interface CartwiseClientOptions {
  /** host:port of the gateway (or the all-in-one). */
  readonly address: string;
  /** Decides the shop, and by its role what may be called. */
  readonly apiKey: string;
  /** Without it the connection is not encrypted: for a network that is. */
  readonly tls?: boolean | TlsOptions;
  /** Of a call with all its retries, where the call does not say. */
  readonly deadlineMs?: number;
  /** What differs from RETRY_DEFAULTS; false for no retries. */
  readonly retry?: Partial<RetryPolicy> | false;
}

/** A storefront's page does not wait longer for a list of items. */
const DEADLINE_MS = 1_000;

/** One channel for all services, and what every call shares. */
export class Connection {
  readonly client: Client;
  readonly metadata = new Metadata();
  readonly deadlineMs: number;
  readonly retryPolicy: RetryPolicy;
  readonly retryBudget: RetryBudget;

  constructor({ address, apiKey, tls = false, deadlineMs = DEADLINE_MS, retry = {} }: CartwiseClientOptions) {
    // Retries are this client's: a service configuration from DNS would add its own.
    const options = { 'grpc.service_config_disable_resolution': 1, 'grpc.enable_retries': 0 };
    this.client = new Client(address, credentialsOf(tls), options);
    this.metadata.set('x-api-key', apiKey);
    this.deadlineMs = deadlineMs;
    this.retryPolicy =
      retry === false ? { ...RETRY_DEFAULTS, attemptsMax: 1 } : { ...RETRY_DEFAULTS, ...retry };
    const { budgetTokens, budgetTokensPerSuccess } = this.retryPolicy;
    this.retryBudget = new RetryBudget(budgetTokens, budgetTokensPerSuccess);
  }

  /** Resolves when the service can be reached. @throws CartwiseCallError UNAVAILABLE after so long. */
  async waitForReady(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.client.waitForReady(Date.now() + timeoutMs, (error) => {
        if (!error) return resolve();
        const message = `no connection after ${timeoutMs} ms`;
        reject(
          new CartwiseCallError({ code: 'UNAVAILABLE', status: 'UNAVAILABLE', message }, { cause: error }),
        );
      });
    });
  }

  /** No more calls; those in flight are answered. */
  close(): void {
    this.client.close();
  }
}

function credentialsOf(tls: boolean | TlsOptions): ChannelCredentials {
  if (tls === false) return credentials.createInsecure();
  const { rootCertificates, clientKey, clientCertificate } = tls === true ? {} : tls;
  return credentials.createSsl(rootCertificates, clientKey, clientCertificate);
}
