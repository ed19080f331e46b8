const SEPARATOR = '>';

/**
 * Whether a product type equals another or lies below it: "Home > Kitchen > Mugs" lies below "Home > Kitchen", and
 * "Home > Kitchenware" does not. Spaces around the separators and the case of letters do not matter.
 */
export function liesBelow(productType: string, ancestor: string): boolean {
  const levels = levelsOf(productType);
  return levelsOf(ancestor).every((level, depth) => levels[depth] === level);
}

/** "Home > Kitchen" is home, kitchen. */
export function levelsOf(productType: string): readonly string[] {
  return productType.split(SEPARATOR).map((level) => level.trim().toLowerCase());
}
