/** What people and programs write for "nothing", in small letters. */
const MISSING = new Set([
  ...['', 'na', 'n/a', '<na>', '#n/a', '#na', 'nan', '-nan', 'null', 'none', 'nil', 'undefined', '?', '-'],
]);
const LENGTH_MOST = 9;

/** Whether the text of a cell, without spaces around it, stands for no value. */
export const isMissing = (text: string): boolean =>
  text.length <= LENGTH_MOST && MISSING.has(text.toLowerCase());
