/** FNV-1a over the UTF-16 units of a text: 32 bits, enough to tell apart the few links of an entity or words of an item. */
export function hashId(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
