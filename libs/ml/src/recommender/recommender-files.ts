/** Names within the artifact, beside one "<source>.bin" for each source. */
export const ITEMS_FILE = 'items.json';
export const FACTS_FILE = 'item-facts.bin';
/** Vectors of the pictures of items that nobody had met at the training; absent where there are none. */
export const IMAGE_VECTORS_FILE = 'image-vectors.bin';
export const IMAGE_IDS_FILE = 'image-vectors.json';
export const BLEND_FILE = 'blend.bin';
export const REPORT_FILE = 'training-report.json';
