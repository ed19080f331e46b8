import { describe, expect, it } from '@jest/globals';
import { errorText } from './error-text.ts';

/** As grpc-js makes it. */
const answer = (code: number, name: string, details: string) =>
  Object.assign(new Error(`${code} ${name}: ${details}`), { code, details });

describe('what the command line says of a failure', () => {
  it("is the service's own words without gRPC's code, and what to do", () => {
    const refused = answer(9, 'FAILED_PRECONDITION', 'no recommender model served before the current one');
    expect(errorText(refused)).toBe(
      'no recommender model served before the current one\n`cartwise models list` shows the versions there are.',
    );
    expect(errorText(answer(9, 'FAILED_PRECONDITION', 'the case is closed: reopen it first'))).toBe(
      'the case is closed: reopen it first\n`cartwise cases list` shows the cases there are.',
    );
    expect(errorText(answer(5, 'NOT_FOUND', 'no event named this shopper'))).toBe(
      'no event named this shopper',
    );
    expect(errorText(answer(16, 'UNAUTHENTICATED', 'the key is unknown'))).toMatch(
      /^the key is unknown\nSet CARTWISE_API_KEY/,
    );
  });

  it('asks whether Cartwise runs where nobody listens', () => {
    expect(errorText(answer(14, 'UNAVAILABLE', 'No connection established'))).toContain('npm start');
  });

  it('names the cause that fetch hides', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:8080'), { code: 'ECONNREFUSED' });
    const text = errorText(new TypeError('fetch failed', { cause }));
    expect(text).toMatch(/^no connection: connect ECONNREFUSED 127\.0\.0\.1:8080\nIs Cartwise running\?/);
  });

  it('is the message alone where there is nothing to advise', () => {
    expect(errorText(new Error('Name the ids to replay, or a --code.'))).toBe(
      'Name the ids to replay, or a --code.',
    );
    expect(errorText(answer(3, 'INVALID_ARGUMENT', 'limit: is too large'))).toBe('limit: is too large');
  });
});
