import { parseArgs } from 'node:util';
import { Database } from '#database';
import { loadConfig, ServiceConfig } from '#service';
import { ENVIRONMENT } from './config.ts';
import { reportVerification } from './verification/report-verification.ts';
import { verifyWhenArchived } from './verification/verify-when-archived.ts';

const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const config = loadConfig(ServiceConfig, ENVIRONMENT);
const database = await Database.open({ connectionString: config.CARTWISE_DATABASE_URL });
try {
  const verification = await verifyWhenArchived(database, config);
  process.stdout.write(reportVerification(verification, flags.json));
  process.exitCode = verification.differ === 0 ? 0 : 1;
} finally {
  await database.close();
}
