import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Access, CLOCK, covers, type Clock } from '#service';
import { EventIntake } from '../../intake/event-intake.ts';
import type { EventVerdict } from '../../intake/judgement.ts';
import { BATCH_PATHS, CALL_OF_PATH } from './event-paths.ts';
import { readBatch, readCallBody, type SentBatch } from './read-batch.ts';
import { senderKey } from './sender-key.ts';
import { unpackBody } from './unpack-body.ts';

/** What a Segment client takes for success, and what became of each event. */
interface Answer {
  readonly success: true;
  readonly verdicts: readonly EventVerdict[];
}

/** Segment's HTTP tracking API: existing clients work by a change of their host and write key. */
@Controller()
export class SegmentController {
  constructor(
    private readonly access: Access,
    private readonly intake: EventIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post([...BATCH_PATHS])
  @HttpCode(200)
  async takeBatch(@Headers() headers: IncomingHttpHeaders, @Body() body: unknown): Promise<Answer> {
    return this.take(headers, readBatch(await unpackBody(body, headers['content-encoding'])));
  }

  @Post([...CALL_OF_PATH.keys()])
  @HttpCode(200)
  async takeCall(
    @Req() request: Pick<FastifyRequest, 'url'>,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
  ): Promise<Answer> {
    const call = CALL_OF_PATH.get(request.url.split('?')[0] ?? '') ?? '';
    return this.take(headers, readCallBody(call, await unpackBody(body, headers['content-encoding'])));
  }

  private async take(headers: IncomingHttpHeaders, batch: SentBatch): Promise<Answer> {
    const key = senderKey(headers) ?? batch.writeKey;
    const { shop, role } = this.access.admitEvents(key, 'write', batch.events.length);
    const verdicts = await this.intake.ingest(shop, batch.events, {
      source: 'http',
      receivedAt: this.clock(),
      sentAt: batch.sentAt,
      historical: batch.historical || headers['x-cartwise-historical'] === '1',
      mayLoadHistory: covers(role, 'server'),
    });
    return { success: true, verdicts };
  }
}
