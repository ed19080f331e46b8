/** The one place of this app that reads the environment; its variables are those of ServiceConfig. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = process.env;
