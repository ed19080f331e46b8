import { CreateEventArchive1764000000002 } from './event-archive/create-event-archive.migration.ts';
import type { MigrationInterface } from 'typeorm';
import { CreateAppliedEvent1764000000001 } from './applied-events/create-applied-event.migration.ts';

/** Every migration, oldest first. A migration that has landed never changes; a new one goes at the end. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  CreateAppliedEvent1764000000001,
  CreateEventArchive1764000000002,
];
