import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { CartwiseError } from '#contracts';
import { Access } from '#service';
import { FEED_TYPE_HEADER } from '../doors/http/raw-bodies.ts';
import { senderKey } from '../doors/http/sender-key.ts';
import { asNotGzip, unpackStream } from '../doors/http/unpack-stream.ts';
import { CatalogueService } from './catalogue.service.ts';
import { readFeed } from './feed/read-feed.ts';
import { upsertAll, type FeedSummary } from './upsert-all.ts';

/** Feed files of any length: JSON lines, CSV, TSV or XML by content type. */
@Controller('/v1/items')
export class ItemsController {
  constructor(
    private readonly access: Access,
    private readonly catalogue: CatalogueService,
  ) {}

  @Post()
  @HttpCode(200)
  async takeFeed(@Headers() headers: IncomingHttpHeaders, @Body() body: unknown): Promise<FeedSummary> {
    const { shop } = this.access.admit(senderKey(headers), 'server');
    if (!(body instanceof Readable))
      throw new CartwiseError('REQUEST_MALFORMED', { reason: 'there is no body' });
    const bytes = unpackStream(body, headers['content-encoding']);
    try {
      return await upsertAll(this.catalogue, shop, readFeed(String(headers[FEED_TYPE_HEADER] ?? ''), bytes));
    } catch (error) {
      throw asNotGzip(error);
    }
  }
}
