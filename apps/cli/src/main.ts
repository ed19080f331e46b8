import { Command } from 'commander';
import { addAlerts } from './commands/alerts.ts';
import { addLoad } from './commands/load.ts';
import { addModels } from './commands/models.ts';
import { addProcesses } from './commands/processes.ts';
import { addRecommend } from './commands/recommend.ts';
import { addRejected } from './commands/rejected.ts';

const program = new Command('cartwise').description('Recommendations and fraud prevention for a storefront.');
for (const add of [addProcesses, addLoad, addRecommend, addModels, addAlerts, addRejected]) add(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
