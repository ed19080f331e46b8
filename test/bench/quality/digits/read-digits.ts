import type { Images } from '#ml';
import { readLines } from '../data/read-lines.ts';

export interface Digits {
  readonly images: Images;
  /** 0 to 9. */
  readonly classes: Int32Array;
}

const SIDE = 8;
/** Grey goes from 0 to this in the file. */
const WHITE = 16;

/** The UCI digits: a line has 64 pixels and the digit. */
export async function readDigits(folder: string): Promise<Digits> {
  const rows = (await readLines(folder, 'digits.csv.gz')).map((line) => line.split(',').map(Number));
  return {
    images: {
      count: rows.length,
      height: SIDE,
      width: SIDE,
      channels: 1,
      pixels: Float32Array.from(
        rows.flatMap((row) => row.slice(0, SIDE * SIDE)),
        (grey) => grey / WHITE,
      ),
    },
    classes: Int32Array.from(rows, (row) => row[SIDE * SIDE] ?? -1),
  };
}
