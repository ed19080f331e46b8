import type { BinConfig } from '../trees/bin-edges.ts';

export interface ForestConfig extends BinConfig {
  readonly trees: number;
  readonly leafRowsMin: number;
  readonly depthMost: number;
  /** Share of the columns that each leaf may be cut by. */
  readonly columnShare: number;
  /** The best cut of a column (Breiman 2001), or one drawn by chance (Geurts et al. 2006). */
  readonly cuts: 'best' | 'drawn';
  /** Each tree from as many rows as there are, drawn with replacement; otherwise from all. */
  readonly isBootstrapped: boolean;
}

/** As published: rows drawn anew for each tree, the root of the columns for each leaf. */
export function randomForestConfig(columns: number): ForestConfig {
  return {
    trees: 100,
    leafRowsMin: 1,
    depthMost: 40,
    columnShare: 1 / Math.sqrt(columns),
    cuts: 'best',
    isBootstrapped: true,
    binsMost: 255,
    tailShare: 0.25,
  };
}

/**
 * A random forest whose leaves have five rows or more, as one of several models that are averaged: less sure of single rows than
 * the published one, and smaller.
 */
export const flooredForestConfig = (columns: number): ForestConfig => ({
  ...randomForestConfig(columns),
  leafRowsMin: 5,
});

/** Extremely randomised trees: all rows, cuts by chance, and a floor for the leaves. */
export function extraTreesConfig(): ForestConfig {
  return {
    trees: 100,
    leafRowsMin: 2,
    depthMost: 40,
    columnShare: 0.3,
    cuts: 'drawn',
    isBootstrapped: false,
    // A cut drawn by chance needs no finer ones, and small leaves are quicker with few.
    binsMost: 63,
    tailShare: 0.25,
  };
}
