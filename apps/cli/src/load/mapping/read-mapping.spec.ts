import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readMapping } from './read-mapping.ts';

const GOOD = `
time: { from: '{at}', format: epoch-ms }
type: { from: '{what}', values: { view: product_viewed } }
event: { userId: '{who}' }
`;

describe('a mapping file', () => {
  let folder = '';
  beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'cartwise-mapping-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const read = async (text: string) => {
    const file = path.join(folder, 'mapping.yaml');
    await writeFile(file, text);
    return readMapping(file);
  };

  it('is read with what it leaves out', async () => {
    const mapping = await read(GOOD);
    expect(mapping).toMatchObject({ delimiter: ',', repeats: [], item: {}, only: {} });
    expect(mapping.event['userId']?.fill({ who: 'anna' })).toBe('anna');
  });

  it.each([
    ['an unknown key', `${GOOD}\nevents: {}`, /Unrecognized key: "events"/],
    ['an event type that there is not', GOOD.replace('product_viewed', 'product_seen'), /type\.values\.view/],
    [
      'a brace without its other',
      GOOD.replace('{who}', '{who'),
      /has a brace without its other.*event\.userId/s,
    ],
    [
      'a format that is none',
      GOOD.replace('epoch-ms', 'MM/DD'),
      /"MM\/DD" is neither epoch-ms.*time\.format/s,
    ],
    [
      'a pattern that is none',
      `${GOOD}\nskip: [{ value: '{at}', matches: '(', reason: x }]`,
      /skip\[0\]\.matches/,
    ],
    [
      'a skip that says nothing',
      `${GOOD}\nskip: [{ value: '{at}', reason: x }]`,
      /one of matches and matchesNot/,
    ],
    ['what is no YAML', 'time: {', /mapping\.yaml: .* line 1/s],
  ])('says where it has %s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
