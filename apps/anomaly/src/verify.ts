import { parseArgs } from 'node:util';
import { Database } from '#database';
import { databaseOptions, loadConfig, offsetSourceOf, ServiceConfig, systemClock } from '#service';
import { ENVIRONMENT } from './config.ts';
import { reportVerification } from './verification/report-verification.ts';
import { verifyConcentration } from './verification/verify-concentration.ts';
import { verifyVectors } from './verification/verify-vectors.ts';
import { verifyVelocity } from './verification/verify-velocity.ts';

const { values: flags } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const config = loadConfig(ServiceConfig, ENVIRONMENT);
const database = await Database.open(databaseOptions(config, 'batch'));
try {
  const options = { offsets: offsetSourceOf(config) };
  const velocity = await verifyVelocity(database, systemClock(), options);
  const concentration = await verifyConcentration(database, options);
  const vectors = await verifyVectors(database, options);
  const verification = {
    compared: velocity.compared + concentration.compared + vectors.compared,
    differ: velocity.differ + concentration.differ + vectors.differ,
    differences: [...velocity.differences, ...concentration.differences, ...vectors.differences],
  };
  process.stdout.write(reportVerification(verification, flags.json));
  process.exitCode = verification.differ === 0 ? 0 : 1;
} finally {
  await database.close();
}
