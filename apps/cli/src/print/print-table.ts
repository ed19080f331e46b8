const CELL_WIDTH_MAX = 60;

/** Columns as wide as their widest cell, up to a bound; the last is never cut off, for nothing stands beside it. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const cells = [headings, ...rows].map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.slice(0, CELL_WIDTH_MAX))),
  );
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  const rule = widths.map((width) => '─'.repeat(Math.min(width, CELL_WIDTH_MAX))).join('  ');
  console.log([lines[0], rule, ...lines.slice(1)].map((line) => line?.trimEnd()).join('\n'));
}
