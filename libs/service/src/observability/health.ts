import { HealthImplementation } from 'grpc-health-check';

/** Answers when the thing works and throws when it does not. */
export type HealthCheck = () => Promise<void>;

export interface Readiness {
  readonly ready: boolean;
  /** By check: "ok" or what is wrong. */
  readonly checks: Readonly<Record<string, string>>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** Whether the process may get traffic: started, not stopping, and all its checks pass. */
export class Health {
  readonly grpc = new HealthImplementation({ '': 'NOT_SERVING' });
  /** Names clients may ask for over gRPC; '' is the process as a whole. */
  private readonly grpcServices = new Set(['']);
  private readonly checks = new Map<string, HealthCheck>();
  private serving = false;

  addCheck(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** Full names of the gRPC services this process answers, such as "cartwise.fraud.v1.FraudService". */
  addGrpcServices(names: readonly string[]): void {
    for (const name of names) this.grpcServices.add(name);
    this.tellGrpc();
  }

  setServing(serving: boolean): void {
    this.serving = serving;
    this.tellGrpc();
  }

  async readiness(): Promise<Readiness> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await outcome(check)] as const),
    );
    const ready = this.serving && results.every(([, result]) => result === 'ok');
    return {
      ready,
      checks: { started: this.serving ? 'ok' : 'not serving', ...Object.fromEntries(results) },
    };
  }

  private tellGrpc(): void {
    for (const name of this.grpcServices) this.grpc.setStatus(name, this.serving ? 'SERVING' : 'NOT_SERVING');
  }
}

async function outcome(check: HealthCheck): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check().then(() => 'ok'), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
