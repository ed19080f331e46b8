import { parseArgs } from 'node:util';
import { Database } from '#database';
import { loadConfig, offsetSourceOf, ServiceConfig } from '#service';
import { ENVIRONMENT } from './config.ts';
import { reportVerification } from './verification/report-verification.ts';
import { verifyVelocity } from './verification/verify-velocity.ts';

const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const config = loadConfig(ServiceConfig, ENVIRONMENT);
const database = await Database.open({ connectionString: config.CARTWISE_DATABASE_URL });
try {
  const verification = await verifyVelocity(database, { offsets: offsetSourceOf(config) });
  process.stdout.write(reportVerification(verification, flags.json));
  process.exitCode = verification.differ === 0 ? 0 : 1;
} finally {
  await database.close();
}
