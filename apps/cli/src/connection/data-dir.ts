import path from 'node:path';
import { PROJECT_ROOT } from '#service';
import { ENVIRONMENT } from '../config.ts';

/** Where the all-in-one of this folder keeps everything, and the command line what it must remember. */
export const dataDir = (): string => ENVIRONMENT['CARTWISE_DATA_DIR'] ?? path.join(PROJECT_ROOT, '.cartwise');
