import { parseArgs } from 'node:util';
import { Database } from '#database';
import { databaseOptions, loadConfig, offsetSourceOf, ServiceConfig, systemClock } from '#service';
import { ENVIRONMENT } from './config.ts';
import { reportVerification } from './verification/report-verification.ts';
import { verifyVelocity } from './verification/verify-velocity.ts';

const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const config = loadConfig(ServiceConfig, ENVIRONMENT);
const database = await Database.open(databaseOptions(config, 'batch'));
try {
  const verification = await verifyVelocity(database, systemClock(), { offsets: offsetSourceOf(config) });
  process.stdout.write(reportVerification(verification, flags.json));
  process.exitCode = verification.differ === 0 ? 0 : 1;
} finally {
  await database.close();
}
