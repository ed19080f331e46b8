import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Health } from './health.ts';

/** For Prometheus and the probes, on a port of its own: GET /metrics, /health/live, /health/ready. */
export async function startObservabilityServer(options: {
  readonly host: string;
  readonly port: number;
  readonly metrics: Registry;
  readonly health: Health;
}): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response, options.metrics, options.health).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  return {
    // A listening TCP server has an address with a port.
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  metrics: Registry,
  health: Health,
): Promise<void> {
  switch (request.url) {
    case '/metrics':
      response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics());
      return;
    case '/health/live':
      response.writeHead(200).end('ok');
      return;
    case '/health/ready': {
      const readiness = await health.readiness();
      response
        .writeHead(readiness.ready ? 200 : 503, { 'content-type': 'application/json' })
        .end(JSON.stringify(readiness));
      return;
    }
    default:
      response.writeHead(404).end();
  }
}
