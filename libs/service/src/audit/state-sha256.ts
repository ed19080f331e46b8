import { hash } from 'node:crypto';

/** SHA-256 of a value as JSON with the keys of its objects in order; empty for undefined, which stands for nothing. */
export function stateSha256(state: unknown): string {
  return state === undefined ? '' : hash('sha256', JSON.stringify(state, inOrder), 'hex');
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
