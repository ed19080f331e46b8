import type { NamedArrays, NumberArray } from '../artifact/arrays.ts';
import { decodeCells, encodeCells } from './cell-codes.ts';
import type { Compression } from './compression.ts';
import { quantiseRows, restoreRows } from './row-codes.ts';

/** Float matrices smaller than this are left: their scales would cost more than their codes save. */
const MATRIX_MIN = 256;
const CODES = ':codes';
const SCALES = ':scales';

/**
 * A source's state as it is stored: a sparse matrix (`starts`, `columns`, `values`) by its cells, the matrices of
 * attention (those whose length is a multiple of `energy`'s) by their rows; anything else as it is.
 */
export function compressState(state: NamedArrays, { vectors, cells, leastCell }: Compression): NamedArrays {
  const { starts, columns, values, ...others } = state;
  const { energy } = others;
  if (
    cells &&
    starts instanceof Int32Array &&
    columns instanceof Int32Array &&
    values instanceof Float32Array
  ) {
    if (values.some((value) => value < 0)) return state;
    const { codes, largest, ...places } = encodeCells({ starts, columns, values }, leastCell);
    return { ...others, ...places, [`values${CODES}`]: codes, [`values${SCALES}`]: largest };
  }
  if (vectors && energy instanceof Float32Array) {
    return Object.fromEntries(
      Object.entries(state).flatMap(([name, array]): [string, NumberArray][] => {
        const isMatrix = array.length >= MATRIX_MIN && array.length % energy.length === 0;
        if (!(array instanceof Float32Array) || !isMatrix) return [[name, array]];
        const { codes, scales } = quantiseRows(array, energy.length);
        return [
          [name + CODES, codes],
          [name + SCALES, scales],
        ];
      }),
    );
  }
  return state;
}

/** What compressState was given, but for what it lost. Throws TypeError on codes without scales, or of another type. */
export function restoreState(state: NamedArrays): NamedArrays {
  const restored = Object.entries(state).flatMap(([name, codes]): [string, NumberArray][] => {
    if (name.endsWith(SCALES)) return [];
    if (!name.endsWith(CODES)) return [[name, codes]];
    const own = name.slice(0, -CODES.length);
    const scales = state[own + SCALES];
    if (!(scales instanceof Float32Array)) throw new TypeError(`expected 32-bit floats as "${own + SCALES}"`);
    if (codes instanceof Int8Array) return [[own, restoreRows({ codes, scales })]];
    const { starts, columns } = state;
    if (codes instanceof Uint8Array && starts instanceof Int32Array && columns instanceof Int32Array)
      return [[own, decodeCells({ starts, columns, codes, largest: scales }).values]];
    throw new TypeError(`expected 8-bit codes as "${name}"`);
  });
  return Object.fromEntries(restored);
}
