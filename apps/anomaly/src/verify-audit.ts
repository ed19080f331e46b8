import { Database, verifyAudit } from '#database';
import { databaseOptions, loadConfig, ServiceConfig, ShopDirectory } from '#service';
import { auditArguments } from './audit/audit-arguments.ts';
import { ENVIRONMENT } from './config.ts';

/** 1 says that something was altered: that it cannot be known is another thing. */
const NOT_VERIFIED = 2;

// The audit log is checked by a process of its own, straight from the database: the services that write it have no say.
try {
  const config = loadConfig(ServiceConfig, ENVIRONMENT);
  const directory = await ShopDirectory.fromFile(config.CARTWISE_SHOPS_FILE);
  const { shops, anchor } = auditArguments(process.argv.slice(2), directory.shops);
  const database = await Database.open(databaseOptions(config, 'batch'));
  await using _ = { [Symbol.asyncDispose]: () => database.close() };
  for (const { id } of shops) {
    const { head, fault } = await verifyAudit(database, id, anchor);
    if (fault === undefined) {
      process.stdout.write(`${id}: ${head.sequence} entries, as they were written\n`);
      process.stdout.write(`  to note elsewhere: ${head.sequence}:${head.sha256}\n`);
    } else {
      process.stdout.write(`${id}: ALTERED: entry ${fault.sequence} ${fault.reason}\n`);
      process.exitCode = 1;
    }
  }
} catch (error) {
  process.stderr.write(`audit verify: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = NOT_VERIFIED;
}
