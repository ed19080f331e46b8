import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EVENT_PATHS, ITEMS_PATH, LOAD_PATH } from './event-paths.ts';

/** Under these types a body reaches its controller as bytes, or as the stream of them. */
const BYTES = 'application/x-cartwise-bytes';
const STREAM = 'application/x-cartwise-stream';
/** Where the content type of a feed is kept. */
export const FEED_TYPE_HEADER = 'x-cartwise-feed-type';

/**
 * Hands the bodies of the event and feed doors over unparsed, whatever type they claim: browsers send beacons as
 * text/plain to spare the preflight, fastify's own JSON parser would refuse a whole batch for one odd key, and a feed
 * is read as it comes. Made before the server starts; other doors of the process keep fastify's ways.
 */
@Injectable()
export class RawBodies {
  constructor(adapterHost: HttpAdapterHost) {
    const server: FastifyInstance = adapterHost.httpAdapter.getInstance();
    server.addContentTypeParser(BYTES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    server.addContentTypeParser(STREAM, (_request, payload, done) => done(null, payload));
    server.addHook('onRequest', async (request, reply) => {
      const path = request.url.split('?')[0] ?? '';
      if (EVENT_PATHS.has(path)) return takeEvents(request, reply);
      if (path === ITEMS_PATH || path === LOAD_PATH) takeStream(request);
      return undefined;
    });
  }
}

/** Also answers the browser's question whether a page of another origin may send events. */
async function takeEvents(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'retry-after');
  if (request.method !== 'OPTIONS') {
    request.headers['content-type'] = BYTES;
    return undefined;
  }
  return reply
    .status(204)
    .header('access-control-allow-methods', 'POST')
    .header('access-control-allow-headers', 'authorization, content-type, x-api-key, x-cartwise-historical')
    .header('access-control-max-age', '86400')
    .send();
}

function takeStream(request: FastifyRequest): void {
  request.headers[FEED_TYPE_HEADER] = request.headers['content-type'] ?? '';
  request.headers['content-type'] = STREAM;
}
