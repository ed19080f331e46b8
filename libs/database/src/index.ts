export { Database, type DatabaseOptions, type Sql } from './connection/database.ts';
export { findApplied, forgetOldApplied, takeUnapplied } from './applied-events/applied-events.ts';
export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.ts';
export { EventArchive, type ArchivedEvent } from './event-archive/event-archive.ts';
