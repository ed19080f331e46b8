import { parseArgs } from 'node:util';
import type { AuditHead } from '#database';
import type { Shop } from '#service';

/** What `cartwise audit verify` is asked. */
export interface AuditQuestion {
  readonly shops: readonly Shop[];
  /** An end of the log of the one shop, which was noted elsewhere. */
  readonly anchor: AuditHead | undefined;
}

/** Throws an Error that says which option is wrong. */
export function auditArguments(args: readonly string[], all: readonly Shop[]): AuditQuestion {
  const options = { shop: { type: 'string' }, anchor: { type: 'string' } } as const;
  const { shop, anchor: noted } = parseArgs({ args: [...args], options }).values;
  const shops = shop === undefined ? all : all.filter(({ id }) => id === shop);
  if (shops.length === 0) throw new Error(`--shop: there is no shop "${shop ?? ''}"`);
  if (noted === undefined) return { shops, anchor: undefined };
  if (shops.length > 1) throw new Error('--anchor: name the --shop that it is of');
  return { shops, anchor: parseAnchor(noted) };
}

/** "SEQUENCE:SHA256". */
function parseAnchor(text: string): AuditHead {
  const [, sequence, sha256] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || sha256 === undefined)
    throw new Error('--anchor: is SEQUENCE:SHA256, as an earlier `cartwise audit verify` has printed');
  return { sequence: Number(sequence), sha256 };
}
