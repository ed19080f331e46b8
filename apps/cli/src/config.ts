/** The one place of the command line that reads the environment. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = process.env;
