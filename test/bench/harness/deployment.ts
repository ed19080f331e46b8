import type { OffsetSource } from '#database';
import type { Figures } from '../bench.ts';

/** A running Cartwise to measure: its real processes, on a store of its own. */
export interface BenchDeployment extends AsyncDisposable {
  /** http://host:port of ingestion. */
  readonly http: string;
  /** host:port of the one public gRPC address. */
  readonly grpc: string;
  readonly connectionString: string;
  readonly log: OffsetSource;
  readonly processes: readonly MeasuredProcess[];
  /** The log's own server, where there is one to restart. */
  readonly restartBroker?: () => Promise<void>;
  /** The CARTWISE_… variables of the command line and of the processes that an operator starts beside it. */
  readonly environment: Readonly<Record<string, string>>;
  /** What made the figures, for the result. */
  readonly figures: Figures;
}

export interface MeasuredProcess {
  readonly name: string;
  /** Another one after a restart. */
  readonly pid: number;
  /** Kills it as a power cut would (-9) and starts it again; resolves when it is ready. */
  killAndRestart(): Promise<void>;
  /** Lines of level error and above that it printed, over all its restarts. */
  errorsLogged(): readonly string[];
}

export interface DeploymentOptions {
  readonly log: 'postgres' | 'kafka';
  /** CPU profiles of the service processes go there when they end. */
  readonly profileDir?: string | undefined;
}

/** The limits per key are for senders that run away; the load here is meant. */
export const NO_RATE_LIMITS = {
  CARTWISE_RATE_EVENTS_PER_SECOND: '0',
  CARTWISE_RATE_REQUESTS_PER_SECOND: '0',
};
