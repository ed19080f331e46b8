/** Names within the artifact, beside one "<source>.bin" for each source. */
export const ITEMS_FILE = 'items.json';
export const FACTS_FILE = 'item-facts.bin';
export const BLEND_FILE = 'blend.bin';
export const REPORT_FILE = 'training-report.json';
