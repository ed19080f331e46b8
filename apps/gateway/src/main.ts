import { runService } from '#service';
import { ENVIRONMENT, forwardedAddresses } from './config.ts';
import { forwardServices } from './forwarding/forward-services.ts';
import { GatewayModule } from './gateway.module.ts';

const forwarding = forwardServices(forwardedAddresses(ENVIRONMENT));

await runService(
  'gateway',
  {
    modules: [GatewayModule],
    grpcPackages: ['recommendation', 'models'],
    forwardedGrpcPackages: forwarding.packages,
    addGrpcServices: forwarding.addTo,
  },
  ENVIRONMENT,
);
