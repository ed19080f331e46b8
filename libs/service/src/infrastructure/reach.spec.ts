import { describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { freePort, startPostgres } from '#test-support';
import { reach } from './reach.ts';

const open = (connectionString: string) =>
  reach('the database of CARTWISE_DATABASE_URL', () => Database.open({ connectionString })).catch(
    (error: unknown) => error,
  );

describe('reaching a server at start', () => {
  it('says in one line that nothing listens there', async () => {
    const failure = await open(`postgresql://cartwise:secret@127.0.0.1:${await freePort()}/cartwise`);
    expect(failure).toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^the database of CARTWISE_DATABASE_URL cannot be reached: .*ECONNREFUSED.*$/,
      ),
    });
  });

  it('says that the database is not there, without the password', async () => {
    await using postgres = await startPostgres();
    const url = new URL(postgres.connectionString);
    url.pathname = '/of-somebody-else';
    const failure = await open(url.href);
    expect(failure).toMatchObject({
      name: 'StartError',
      message: expect.stringContaining('of-somebody-else'),
    });
    if (url.password !== '') expect(String(failure)).not.toContain(url.password);
  });

  it('leaves our own mistakes as they are', async () => {
    const mistake = new TypeError('x is not a function');
    await expect(reach('a server', () => Promise.reject(mistake))).rejects.toBe(mistake);
  });
});
