import type { AuditHead } from '#database';

/** "SEQUENCE:SHA256", as `cartwise audit verify` prints it. Throws an Error that says so. */
export function parseAnchor(text: string): AuditHead {
  const [, sequence, sha256] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || sha256 === undefined)
    throw new Error('--anchor: is SEQUENCE:SHA256, as an earlier `cartwise audit verify` has printed');
  return { sequence: Number(sequence), sha256 };
}
