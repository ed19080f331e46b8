import { runService } from '#service';
import { ENVIRONMENT } from './config.ts';
import { IngestionModule } from './ingestion.module.ts';

await runService(
  'ingestion',
  () => ({ modules: [IngestionModule], grpcPackages: ['ingestion', 'catalog'], http: true }),
  ENVIRONMENT,
);
