import { evaluateOnCommand } from './process/evaluate-on-command.ts';
import { runProcess } from './process/run-process.ts';

await runProcess(evaluateOnCommand);
