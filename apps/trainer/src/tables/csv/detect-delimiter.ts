const DELIMITERS = [',', ';', '\t', '|'];

/** What parts the cells of a file that begins so: what its first line has most of outside quotes; a comma if nothing. */
export function detectDelimiter(beginning: string): string {
  const [line = ''] = beginning.replaceAll(/"[^"]*"/g, '').split(/\r?\n/);
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}
