const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 't', 'y'].map((word) => [word, true] as const),
  ...['false', 'no', 'f', 'n'].map((word) => [word, false] as const),
]);
const LENGTH_MOST = 5;

/** True or false in a word, in large or small letters; undefined where the text is something else. */
export const parseBoolean = (text: string): boolean | undefined =>
  text.length <= LENGTH_MOST ? WORDS.get(text.toLowerCase()) : undefined;
