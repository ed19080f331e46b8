import { runTool } from './process/run-tool.ts';
import { trainTableOnCommand } from './tables/train-table-on-command.ts';

await runTool(trainTableOnCommand);
