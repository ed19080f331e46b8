import { z } from 'zod';

/** Where a page of rejected events ends: time received and id, as "1763900000123:ID". */
export const PageToken = z.codec(
  z.string().regex(/^\d{1,16}:.{1,256}$/, 'is not a token of this service'),
  z.object({ receivedAt: z.number(), rejectedId: z.string() }),
  {
    decode: (token) => {
      const colon = token.indexOf(':');
      return { receivedAt: Number(token.slice(0, colon)), rejectedId: token.slice(colon + 1) };
    },
    encode: ({ receivedAt, rejectedId }) => `${receivedAt}:${rejectedId}`,
  },
);

export const encodePageToken = (last: z.output<typeof PageToken>): string => z.encode(PageToken, last);
