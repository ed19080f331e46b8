import { runService } from '#service';
import { ENVIRONMENT, forwardedAddresses } from './config.ts';
import { forwardServices } from './forwarding/forward-services.ts';
import { GatewayModule } from './gateway.module.ts';

await runService(
  'gateway',
  () => {
    const forwarding = forwardServices(forwardedAddresses(ENVIRONMENT));
    return {
      modules: [GatewayModule],
      grpcPackages: ['recommendation', 'models'],
      forwardedGrpcPackages: forwarding.packages,
      addGrpcServices: forwarding.addTo,
      beforeClose: forwarding.stop,
    };
  },
  ENVIRONMENT,
);
