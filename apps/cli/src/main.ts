import { Command } from 'commander';
import { addAlerts } from './commands/alerts.ts';
import { addAudit } from './commands/audit.ts';
import { addCases } from './commands/cases.ts';
import { addCosts } from './commands/costs.ts';
import { addDrift } from './commands/drift.ts';
import { addExplain } from './commands/explain.ts';
import { addLabels } from './commands/labels.ts';
import { addLists } from './commands/lists.ts';
import { addLoad } from './commands/load.ts';
import { addModels } from './commands/models.ts';
import { addPlacements } from './commands/placements.ts';
import { addProcesses } from './commands/processes.ts';
import { addRecommend } from './commands/recommend.ts';
import { addRejected } from './commands/rejected.ts';
import { addRules } from './commands/rules.ts';
import { addTables } from './commands/tables.ts';
import { addWebhooks } from './commands/webhooks.ts';
import { errorText } from './print/error-text.ts';

const program = new Command('cartwise')
  .description('Recommendations and fraud prevention for a storefront.')
  // It runs before anything is built: scripts/cartwise.mjs.
  .addHelpText('after', '\n`cartwise start` runs everything in one process, the same as `npm start`.');
for (const add of [
  addProcesses,
  addLoad,
  addRecommend,
  addExplain,
  addPlacements,
  addModels,
  addAlerts,
  addCases,
  addRules,
  addLists,
  addCosts,
  addRejected,
  addTables,
  addAudit,
  addWebhooks,
  addLabels,
  addDrift,
])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(errorText(error));
  process.exitCode = 1;
}
