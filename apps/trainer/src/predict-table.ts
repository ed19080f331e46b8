import { runTool } from './process/run-tool.ts';
import { predictTableOnCommand } from './tables/predict-table-on-command.ts';

await runTool(predictTableOnCommand);
