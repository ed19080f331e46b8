import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { CatalogueItem, type ShopId } from '#contracts';
import { neighbourPrecision, openTensorFlow, type OpenedTensorFlow } from '#ml';
import { itemAttributesOf } from './item-attributes-of.ts';

const SHOP = 'shop-1' as ShopId;
const KINDS = ['#c03020', '#2040c0'] as const;
const PICTURES = 24;
const FORMATS = ['png', 'jpeg', 'webp'] as const;

const item = (id: string, fields: object) =>
  CatalogueItem.parse({
    shopId: SHOP,
    id,
    title: '',
    availability: 'in_stock',
    known: true,
    updatedAt: 1,
    ...fields,
  });
const store = (items: readonly CatalogueItem[]) => ({
  list: ({ afterId = '', limit }: { readonly afterId?: string; readonly limit: number }) =>
    Promise.resolve(items.filter(({ id }) => id > afterId).slice(0, limit)),
});

describe('what training knows of items', () => {
  let folder: string;
  let tensorFlow: OpenedTensorFlow;
  beforeAll(async () => {
    tensorFlow = await openTensorFlow('wasm');
    folder = await mkdtemp(path.join(tmpdir(), 'cartwise-pictures-'));
    for (let n = 0; n < PICTURES; n++) {
      const square = {
        create: { width: 20 + n, height: 20, channels: 3, background: KINDS[n % 2] ?? '' },
      } as const;
      await sharp(square)
        .toFormat(FORMATS[n % 3] ?? 'png')
        .toFile(path.join(folder, `picture-${n}`));
    }
    await writeFile(path.join(folder, 'broken'), 'no picture');
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const learnt = (items: readonly CatalogueItem[], imagesFolder?: string) =>
    itemAttributesOf({ tensorFlow, seed: 1, imagesFolder }, store(items), SHOP, () => undefined);

  it('are vectors of their pictures, near each other where the pictures are alike, and what the catalogue says', async () => {
    const items = [
      ...Array.from({ length: PICTURES }, (_, n) =>
        item(`i-${String(n).padStart(2, '0')}`, {
          imageLink: `picture-${n}`,
          productType: n < 12 ? `Kind ${n % 2}` : undefined,
        }),
      ),
      item('j', { imageLink: 'broken', brand: 'Acme' }),
    ];
    const { attributes, images } = await learnt(items, folder);
    expect(images).toEqual({ read: PICTURES, rejected: { broken: 1 } });
    expect(attributes?.get('j')).toMatchObject({ brand: 'Acme', imageVector: undefined });
    const vectors = items
      .slice(0, PICTURES)
      .map(({ id }) => attributes?.get(id)?.imageVector ?? new Float32Array(0));
    const dimension = vectors[0]?.length ?? 0;
    const all = Float32Array.from(vectors.flatMap((vector) => [...vector]));
    const kinds = Int32Array.from({ length: PICTURES }, (_, n) => n % 2);
    expect(neighbourPrecision(all, dimension, kinds, 5)).toBeGreaterThan(0.95);
  }, 240_000);

  it('is nothing of pictures where no folder of them is set, and nothing at all without a catalogue', async () => {
    const { attributes, images } = await learnt([item('a', { imageLink: 'picture-1', brand: 'Acme' })]);
    expect(images).toBeUndefined();
    expect(attributes?.get('a')).toMatchObject({ brand: 'Acme', imageVector: undefined });
    expect((await learnt([])).attributes).toBeUndefined();
  });
});
