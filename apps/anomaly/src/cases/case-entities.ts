import type { CaseEntity } from '#contracts/generated/cartwise/fraud/v1/cases';
import type { EntityKind } from '#ml';
import type { AlertDraft } from '../alerts/alert-draft.ts';

/** What two alerts must share to be one case. A network address is shared by strangers: it ties only alerts about it. */
const TYING_KINDS: readonly EntityKind[] = ['user', 'device', 'card', 'address'];

/** What ties an alert to others: whom it is about, and who is behind its order or event. */
export function caseEntities({
  subjects,
  entities,
}: Pick<AlertDraft, 'subjects' | 'entities'>): readonly CaseEntity[] {
  const tying = TYING_KINDS.flatMap((kind) => {
    const id = entities[kind];
    return id === undefined ? [] : [{ kind: kind as string, id }];
  });
  const all = [...subjects, ...tying];
  return [...new Map(all.map(({ kind, id }) => [`${kind}/${id}`, { kind, id }])).values()];
}
