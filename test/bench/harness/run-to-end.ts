import { startNode } from './start-node.ts';

/** Runs `dist/apps/<entry>.js` to its end; answers what it printed. Throws an Error with it unless it ends with 0. */
export async function runToEnd(
  entry: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<string> {
  const child = startNode(entry, environment, { args });
  const code = await child.exited();
  if (code !== 0) throw new Error(`${entry} ended with ${code}:\n${child.output().slice(-2_000)}`);
  return child.output();
}
