import type { ModelVersionRow } from '#database';
import type { AuditedChange } from '../audit/audit-trail.ts';

/** A change of champion, as the audit log tells it. */
export function promotion(
  action: 'model.promoted' | 'model.rolled-back',
  before: Pick<ModelVersionRow, 'version'> | undefined,
  { kind, version }: Pick<ModelVersionRow, 'kind' | 'version'>,
): AuditedChange {
  return {
    action,
    subject: { kind: 'model', id: version },
    before: before && { kind, champion: before.version },
    after: { kind, champion: version },
    detail: before === undefined ? `the first ${kind} to serve` : `${kind}: instead of ${before.version}`,
  };
}
