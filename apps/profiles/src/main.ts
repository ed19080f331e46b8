import { runService } from '#service';
import { ENVIRONMENT } from './config.ts';
import { ProfilesModule } from './profiles.module.ts';

await runService('profiles', () => ({ modules: [ProfilesModule], grpcPackages: ['profile'] }), ENVIRONMENT);
