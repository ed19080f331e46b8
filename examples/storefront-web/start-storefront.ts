import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CartwiseClient } from '../../clients/typescript/src/index.ts';
import { bundlePage } from './bundle-page.ts';
import type { Settings } from './page/shop-api.ts';
import { CURRENCY, ShopBackend, type CheckoutRequest } from './shop-backend.ts';

export interface StorefrontOptions {
  /** http://host:port of Cartwise's HTTP door. */
  readonly http: string;
  /** host:port of its gRPC address. */
  readonly grpc: string;
  /** Goes to the page. */
  readonly writeKey: string;
  /** Stays here. */
  readonly serverKey: string;
  /** 0 is any free one. */
  readonly port: number;
}

const READY_MS = 10_000;
const BODY_BYTES_MAX = 64 * 1024;

/** The shop's web server: the page, and what its backend answers. Listens on this machine only. */
export async function startStorefront(options: StorefrontOptions) {
  const cartwise = new CartwiseClient({ address: options.grpc, apiKey: options.serverKey });
  await cartwise.waitForReady(READY_MS);
  const backend = await ShopBackend.open(cartwise);
  const assets = await bundlePage();
  const settings: Settings = {
    writeKey: options.writeKey,
    eventsHost: new URL(options.http).host,
    currency: CURRENCY,
  };
  const answer = async (request: IncomingMessage, url: URL): Promise<unknown> => {
    const query = (name: string) => url.searchParams.get(name) ?? '';
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /api/settings':
        return settings;
      case 'GET /api/products':
        return backend.products(query('q'));
      case 'GET /api/recommendations':
        return backend.recommendations(
          query('userId'),
          query('anonymousId'),
          query('seen').split(',').filter(Boolean),
        );
      case 'POST /api/checkout': {
        const order = JSON.parse(await bodyOf(request)) as CheckoutRequest;
        return { taken: await backend.takes(order, request.socket.remoteAddress ?? '') };
      }
      default:
        return undefined;
    }
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://shop.invalid');
    const asset = request.method === 'GET' ? assets.get(url.pathname) : undefined;
    if (asset !== undefined) return send(response, 200, asset.type, asset.content);
    answer(request, url).then(
      (value) =>
        value === undefined
          ? send(response, 404, 'text/plain', 'not found')
          : send(response, 200, 'application/json', JSON.stringify(value)),
      (error: unknown) => {
        console.error(String(error));
        send(response, 400, 'text/plain', 'bad request');
      },
    );
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), 'close');
      cartwise.close();
    },
  };
}

function send(response: ServerResponse, status: number, type: string, content: string | Buffer): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(content);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
