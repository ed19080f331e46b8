import { parseArgs } from 'node:util';
import { Database } from '#database';
import { databaseOptions, loadConfig, offsetSourceOf, ServiceConfig, ShopDirectory } from '#service';
import { ENVIRONMENT } from './config.ts';
import { reportVerification } from './verification/report-verification.ts';
import { verifyProfiles } from './verification/verify-profiles.ts';

const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const config = loadConfig(ServiceConfig, ENVIRONMENT);
const database = await Database.open(databaseOptions(config, 'batch'));
try {
  const shops = await ShopDirectory.fromFile(config.CARTWISE_SHOPS_FILE);
  const verification = await verifyProfiles(database, shops, { offsets: offsetSourceOf(config) });
  process.stdout.write(reportVerification(verification, flags.json));
  process.exitCode = verification.differ === 0 ? 0 : 1;
} finally {
  await database.close();
}
