/** "g:Image Link" is image_link. */
export const normaliseAttribute = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^g:/, '')
    .replaceAll(/[\s-]+/g, '_');
