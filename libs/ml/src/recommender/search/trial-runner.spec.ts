import { describeTrialRunner } from '../../../../../test/contract/trial-runner-contract.ts';
import { TrialsInProcess } from './trials-in-process.ts';

describeTrialRunner('this process', async (data) => new TrialsInProcess(data));
