import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { startPostgres } from '#test-support';
import { arrayText } from './array-text.ts';

describe('arrayText', () => {
  it('leaves to the driver what JSON would write in another way', () => {
    for (const value of [
      undefined,
      NaN,
      Infinity,
      1n,
      new Date(0),
      Buffer.of(1),
      ['nested'],
      'a\nb',
      '\ud800',
    ]) {
      expect(arrayText([value])).toBeUndefined();
    }
  });

  it('is read by PostgreSQL as the very list', async () => {
    await using server = await startPostgres();
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    const read = async (type: string, values: readonly unknown[]) => {
      const { rows } = await client.query<{ list: unknown }>(`SELECT $1::${type}[] AS list`, [
        arrayText(values) ?? [...values],
      ]);
      return rows[0]?.list;
    };
    try {
      const texts = fc.array(
        fc.option(
          fc.oneof(fc.string(), fc.constantFrom('', 'null', '{}', ',', ' a ', 'ü', '日本', '"', '\\')),
        ),
      );
      await fc.assert(
        fc.asyncProperty(texts, async (values) => {
          const storable = values.map((value) => value?.replaceAll('\u0000', '') ?? null);
          expect(await read('text', storable)).toEqual(storable);
        }),
      );
      const numbers = fc.array(
        fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)),
      );
      await fc.assert(
        fc.asyncProperty(numbers, async (values) => {
          expect(await read('float8', values)).toEqual(values);
        }),
      );
      expect(await read('bool', [true, null, false])).toEqual([true, null, false]);
      expect(await read('int', [])).toEqual([]);
    } finally {
      await client.end();
    }
  });
});
