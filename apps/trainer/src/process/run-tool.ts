import { ArtifactError } from '#ml';
import { ConfigError } from '#service';
import { TableFileError } from '../tables/csv/table-file-error.ts';
import { OptionError } from '../tables/option-error.ts';

/** What whoever ran it can put right. */
const EXPECTED = [ArtifactError, ConfigError, OptionError, RangeError, TableFileError];

/** Runs a program that needs no store and no server to its exit code, and exits. */
export async function runTool(program: (args: readonly string[]) => Promise<void>): Promise<never> {
  try {
    await program(process.argv.slice(2));
    return process.exit(0);
  } catch (error) {
    process.stderr.write(`${textOf(error)}\n`);
    return process.exit(1);
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The system names the file itself: "ENOENT: no such file or directory, open 'x.csv'".
  const isExpected = EXPECTED.some((kind) => error instanceof kind) || 'syscall' in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}
