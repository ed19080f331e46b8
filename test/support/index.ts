export { startPostgres, type TestPostgres } from './postgres.ts';
export { freePort } from '#database';
export { eventually, startProcess, type TestProcess } from './processes.ts';
export { kafkaAvailability, startKafka } from './kafka.ts';
export { recordSkip } from './skips.ts';
export { chromiumPath, CHROMIUM_FLAGS } from './chromium.ts';
export { Feed } from './feed.ts';
