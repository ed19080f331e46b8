import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CartwiseError } from '#contracts';
import { Access, CLOCK, parseRequest, type Clock } from '#service';
import { LOAD_PATH } from '../event-paths.ts';
import { senderKey } from '../sender-key.ts';
import { LoadIntake, type LoadSummary } from './load-intake.ts';
import { readPart } from './read-part.ts';

const LoadQuery = z.object({
  load: z.string().regex(/^[\w.:-]{1,128}$/, 'must be up to 128 letters, digits, "_", ".", ":" or "-"'),
  row: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).default(1),
});

/**
 * History in bulk: POST /v1/load?load=NAME&row=N with one event a line, gzip or not; N is the number of the first line
 * in the whole history. Answers counts and the rows that were not taken. Sent again, nothing comes in twice.
 */
@Controller(LOAD_PATH)
export class LoadController {
  constructor(
    private readonly access: Access,
    private readonly intake: LoadIntake,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  takePart(
    @Headers() headers: IncomingHttpHeaders,
    @Query() query: unknown,
    @Body() body: unknown,
  ): Promise<LoadSummary> {
    const { shop } = this.access.admit(senderKey(headers), 'server');
    const { load, row } = parseRequest(LoadQuery, query);
    if (!(body instanceof Readable)) {
      throw new CartwiseError('REQUEST_MALFORMED', { reason: 'there is no body' });
    }
    return this.intake.take(async () => ({
      shop,
      receivedAt: this.clock(),
      load,
      firstRow: row,
      lines: await readPart(body, headers['content-encoding']),
    }));
  }
}
