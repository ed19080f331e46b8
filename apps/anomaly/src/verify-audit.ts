import { parseArgs } from 'node:util';
import { Database, verifyAudit } from '#database';
import { databaseOptions, loadConfig, ServiceConfig, ShopDirectory } from '#service';
import { parseAnchor } from './audit/parse-anchor.ts';
import { ENVIRONMENT } from './config.ts';

// The audit log is checked by a process of its own, straight from the database: the services that write it have no say.
const { values } = parseArgs({ options: { shop: { type: 'string' }, anchor: { type: 'string' } } });
const config = loadConfig(ServiceConfig, ENVIRONMENT);
const anchor = values.anchor === undefined ? undefined : parseAnchor(values.anchor);
const { shops } = await ShopDirectory.fromFile(config.CARTWISE_SHOPS_FILE);
const asked = values.shop === undefined ? shops : shops.filter(({ id }) => id === values.shop);
const database = await Database.open(databaseOptions(config, 'batch'));
try {
  if (asked.length === 0) throw new Error(`there is no shop "${values.shop}"`);
  if (anchor !== undefined && asked.length > 1) throw new Error('name the --shop that the --anchor is of');
  for (const { id } of asked) {
    const { head, fault } = await verifyAudit(database, id, anchor);
    if (fault === undefined) {
      process.stdout.write(`${id}: ${head.sequence} entries, as they were written\n`);
      process.stdout.write(`  to note elsewhere: ${head.sequence}:${head.sha256}\n`);
    } else {
      process.stdout.write(`${id}: ALTERED: entry ${fault.sequence} ${fault.reason}\n`);
      process.exitCode = 1;
    }
  }
} finally {
  await database.close();
}
