import type { RecentAlert } from '#database';
import { isAboutOrder, type AlertDraft } from './alert-draft.ts';

/**
 * Leaves out drafts any of whose subjects was alerted within `quietMs` before or after, by `recent` or by an earlier
 * draft. Orders are never quiet: each is a decision of its own.
 */
export function withoutQuiet(
  drafts: readonly AlertDraft[],
  recent: readonly RecentAlert[],
  quietMs: number,
): readonly AlertDraft[] {
  const alertedAt = new Map<string, number[]>();
  const remember = (name: string, atMs: number) => {
    alertedAt.set(name, [...(alertedAt.get(name) ?? []), atMs]);
  };
  for (const { shopId, kind, id, occurredAtMs } of recent) remember(nameOf(shopId, kind, id), occurredAtMs);
  return drafts.filter((draft) => {
    if (isAboutOrder(draft)) return true;
    const { shopId, occurredAtMs } = draft;
    const isQuiet = draft.subjects.some(({ kind, id }) =>
      alertedAt.get(nameOf(shopId, kind, id))?.some((atMs) => Math.abs(atMs - occurredAtMs) < quietMs),
    );
    const [{ kind, id }] = draft.subjects;
    if (!isQuiet) remember(nameOf(shopId, kind, id), occurredAtMs);
    return !isQuiet;
  });
}

const nameOf = (shopId: string, kind: string, id: string): string => `${shopId}/${kind}/${id}`;
