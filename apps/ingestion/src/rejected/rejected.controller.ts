import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Get, Headers, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { RejectedEventStore, type RejectionCount, type StoredRejection } from '#database';
import { Access, parseRequest } from '#service';
import { senderKey } from '../doors/http/sender-key.ts';
import { encodePageToken, PageToken } from './page-token.ts';
import { Replay, REPLAY_MAX, type Replayed } from './replay.ts';

const ListQuery = z.object({
  code: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  after: PageToken.optional(),
});

const ReplayBody = z
  .object({
    ids: z.array(z.string().max(256)).min(1).max(REPLAY_MAX).optional(),
    code: z.string().max(100).optional(),
  })
  .refine(({ ids, code }) => ids !== undefined || code !== undefined, {
    path: ['ids'],
    message: 'ids or code must say what to replay',
  });

/** A page of rejected events; `body` is the event as its sender's, personal data hashed. */
interface RejectedPage {
  readonly counts: readonly RejectionCount[];
  readonly rejected: readonly (Omit<StoredRejection, 'bodyBase64'> & { readonly body: string })[];
  readonly nextAfter?: string;
}

/** What was rejected and why, and its way back in. */
@Controller('/v1/rejected')
export class RejectedController {
  constructor(
    private readonly access: Access,
    private readonly rejected: RejectedEventStore,
    private readonly replayer: Replay,
  ) {}

  @Get()
  async list(@Headers() headers: IncomingHttpHeaders, @Query() query: unknown): Promise<RejectedPage> {
    const shopId = this.access.admit(senderKey(headers), 'admin').shop.id;
    const { code, limit, after } = parseRequest(ListQuery, query);
    const [counts, page] = await Promise.all([
      this.rejected.countByReason(shopId),
      this.rejected.list({
        shopId,
        limit,
        ...(code === undefined ? {} : { code }),
        ...(after === undefined ? {} : { after }),
      }),
    ]);
    const last = page.at(-1);
    return {
      counts,
      rejected: page.map(({ bodyBase64, ...rest }) => ({
        ...rest,
        body: Buffer.from(bodyBase64, 'base64').toString(),
      })),
      ...(last === undefined || page.length < limit ? {} : { nextAfter: encodePageToken(last) }),
    };
  }

  @Post('replay')
  @HttpCode(200)
  async replay(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
  ): Promise<{ readonly replayed: readonly Replayed[] }> {
    const { shop } = this.access.admit(senderKey(headers), 'admin');
    return { replayed: await this.replayer.replay(shop, parseRequest(ReplayBody, body)) };
  }
}
