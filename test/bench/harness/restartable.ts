import { ready } from '../../e2e/deployment.ts';
import type { MeasuredProcess } from './deployment.ts';
import { startNode, type BenchProcess } from './start-node.ts';

export interface Restartable extends MeasuredProcess, AsyncDisposable {}

/** Starts `dist/apps/<entry>.js` and waits until it is ready, at first and after each restart. */
export async function startRestartable(
  name: string,
  entry: string,
  environment: Readonly<Record<string, string>>,
  options: { readonly metricsPort: number; readonly profileDir?: string | undefined },
): Promise<Restartable> {
  const start = async (): Promise<BenchProcess> => {
    const child = startNode(entry, environment, { profileDir: options.profileDir });
    try {
      await ready(name, child, options.metricsPort);
      return child;
    } catch (error) {
      await child[Symbol.asyncDispose]();
      throw error;
    }
  };
  let child = await start();
  const errorsBefore: string[] = [];
  return {
    name,
    get pid() {
      return child.pid;
    },
    async killAndRestart() {
      child.kill('SIGKILL');
      await child.exited();
      errorsBefore.push(...child.errorsLogged());
      child = await start();
    },
    errorsLogged: () => [...errorsBefore, ...child.errorsLogged()],
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
