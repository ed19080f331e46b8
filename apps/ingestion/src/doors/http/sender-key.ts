import type { IncomingHttpHeaders } from 'node:http';

/** The API key of a sender: `x-api-key`, or the user name of Basic authorisation, where Segment puts its write key. */
export function senderKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['x-api-key'];
  if (typeof key === 'string' && key !== '') return key;
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user] = Buffer.from(encoded, 'base64').toString().split(':');
  return user === '' ? undefined : user;
}
