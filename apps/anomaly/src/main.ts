import { runService } from '#service';
import { AnomalyModule } from './anomaly.module.ts';
import { ENVIRONMENT } from './config.ts';

await runService('anomaly', () => ({ modules: [AnomalyModule], grpcPackages: ['fraud'] }), ENVIRONMENT);
