import { runProcess } from './process/run-process.ts';
import { trainOnSchedule } from './process/train-on-schedule.ts';

await runProcess(trainOnSchedule);
