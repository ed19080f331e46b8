export { startPostgres, type TestPostgres } from './postgres.ts';
export { eventually, freePort, startProcess, type TestProcess } from './processes.ts';
export { kafkaAvailability, startKafka } from './kafka.ts';
export { recordSkip } from './skips.ts';
