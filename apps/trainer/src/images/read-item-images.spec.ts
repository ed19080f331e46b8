import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { ItemId } from '#contracts';
import { decodeImage, IMAGE_CHANNELS, IMAGE_SIDE } from './decode-image.ts';
import { imageFileOf } from './image-file-of.ts';
import { readItemImages } from './read-item-images.ts';

const SIZE = IMAGE_SIDE * IMAGE_SIDE * IMAGE_CHANNELS;
const ORANGE = { r: 255, g: 128, b: 0 };
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: ORANGE } });

let base: string;
let folder: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'cartwise-images-'));
  folder = path.join(base, 'images');
  await mkdir(at('below'), { recursive: true });
  await plain(64, 64).png().toFile(at('mug.png'));
  await plain(64, 64).jpeg({ quality: 95 }).toFile(at('mug.jpg'));
  await plain(64, 64).webp({ lossless: true }).toFile(at('below/mug.webp'));
  await plain(100, 20).png().toFile(at('wide.png'));
  await sharp({
    create: { width: 9, height: 9, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toFile(at('clear.png'));
  await sharp({ create: { width: 9, height: 9, channels: 3, background: '#808080' } })
    .greyscale()
    .png()
    .toFile(at('grey.png'));
  await plain(9_000, 9_000).png({ compressionLevel: 9 }).toFile(at('vast.png'));
  const whole = await plain(64, 64).png().toBuffer();
  await writeFile(at('cut.png'), whole.subarray(0, whole.length / 2));
  await writeFile(at('text.png'), 'no picture');
  await writeFile(at('drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  await plain(64, 64).png().toFile(path.join(base, 'secret.png'));
  await symlink(path.join(base, 'secret.png'), at('link.png'));
}, 60_000);
afterAll(async () => {
  await rm(base, { recursive: true });
});

describe('decodeImage', () => {
  it.each(['mug.png', 'mug.jpg', 'below/mug.webp'])(
    'brings %s to the usual size and colours',
    async (name) => {
      const image = await decodeImage(at(name));
      if (image.kind !== 'decoded') throw new Error(image.kind);
      expect(image.pixels).toHaveLength(SIZE);
      const [red = 0, green = 0, blue = 0] = image.pixels;
      expect(red).toBeGreaterThan(0.97);
      expect(Math.abs(green - 0.5)).toBeLessThan(0.04);
      expect(blue).toBeLessThan(0.04);
    },
  );

  it('keeps proportions and lays what is clear on white', async () => {
    const [wide, clear] = [await decodeImage(at('wide.png')), await decodeImage(at('clear.png'))];
    if (wide.kind !== 'decoded' || clear.kind !== 'decoded') throw new Error('not decoded');
    expect([...wide.pixels.subarray(0, 3)]).toEqual([1, 1, 1]);
    expect(wide.pixels[SIZE / 2 + 2]).toBeLessThan(0.1);
    expect(clear.pixels.every((value) => value === 1)).toBe(true);
  });

  it('makes grey pictures colours too', async () => {
    expect(await decodeImage(at('grey.png'))).toMatchObject({ kind: 'decoded' });
  });

  it('refuses what is broken, no picture of a shop, or too large', async () => {
    expect(await decodeImage(at('cut.png'))).toEqual({ kind: 'broken' });
    expect(await decodeImage(at('text.png'))).toEqual({ kind: 'broken' });
    expect(await decodeImage(at('drawing.svg'))).toEqual({ kind: 'broken' });
    expect(await decodeImage(at('vast.png'))).toEqual({ kind: 'too large' });
  });
});

describe('imageFileOf', () => {
  it('finds files in the folder, by path or by URL', async () => {
    const file = { kind: 'file', path: at('mug.png') };
    expect(await imageFileOf(folder, 'mug.png')).toEqual(file);
    expect(await imageFileOf(folder, 'below/../mug.png')).toEqual(file);
    expect(await imageFileOf(folder, at('mug.png'))).toEqual(file);
    expect(await imageFileOf(folder, pathToFileURL(at('mug.png')).href)).toEqual(file);
  });

  it('does not leave the folder', async () => {
    const outside = { kind: 'outside the folder' };
    const secret = path.join(base, 'secret.png');
    for (const link of [
      '../secret.png',
      secret,
      pathToFileURL(secret).href,
      'link.png',
      '.',
      `${folder}2/a`,
    ]) {
      expect([link, await imageFileOf(folder, link)]).toEqual([link, outside]);
    }
  });

  it('fetches nothing, and says what is not there', async () => {
    expect(await imageFileOf(folder, 'https://shop.example/mug.png')).toEqual({ kind: 'not fetched' });
    expect(await imageFileOf(folder, 'data:image/png;base64,AAAA')).toEqual({ kind: 'not fetched' });
    expect(await imageFileOf(folder, 'gone.png')).toEqual({ kind: 'missing' });
    expect(await imageFileOf(folder, 'a\0b.png')).toEqual({ kind: 'missing' });
    expect(await imageFileOf(folder, 'file://elsewhere.example/mug.png')).toEqual({ kind: 'missing' });
  });
});

describe('readItemImages', () => {
  it('reads what it can, in order, and counts what it cannot by the reason', async () => {
    const links = {
      one: 'mug.png',
      two: 'cut.png',
      three: 'below/mug.webp',
      four: '../secret.png',
      five: 'gone.png',
      six: 'https://shop.example/mug.png',
      seven: 'vast.png',
      eight: undefined,
      nine: 'text.png',
    };
    const items = Object.entries(links).map(([id, imageLink]) => ({ id: id as ItemId, imageLink }));
    const { itemIds, images, report } = await readItemImages(folder, items);
    expect(itemIds).toEqual(['one', 'three']);
    expect([images.count, images.pixels.length]).toEqual([2, 2 * SIZE]);
    expect(report).toEqual({
      read: 2,
      rejected: { broken: 2, 'outside the folder': 1, missing: 1, 'not fetched': 1, 'too large': 1 },
    });
  });
});
