import type { WebhookEvent } from './webhook-event.ts';

/** Beyond this Slack cuts a section's text off (docs: "Reference: Section block"). */
const TEXT_LENGTH_MAX = 3_000;
const REASONS_MAX = 3;
const FEATURES_MAX = 5;

/** The event as an incoming webhook of Slack takes it: a line for the notification, and the same with its details. */
export function slackBody(event: WebhookEvent): string {
  const line = headline(event);
  const text = [line, ...details(event)].join('\n').slice(0, TEXT_LENGTH_MAX);
  return JSON.stringify({
    text: line,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
  });
}

function details(event: WebhookEvent): readonly string[] {
  if (event.type === 'alert.raised')
    return event.alert.reasons
      .slice(0, REASONS_MAX)
      .map(({ code, description }) => `• ${escapeText(description)} (\`${escapeText(code)}\`)`);
  if (event.type === 'drift.detected')
    return event.drift.features
      .slice(0, FEATURES_MAX)
      .map(({ feature, entity, psi }) => `• \`${feature}\` (${entity}): ${psi.toFixed(2)}`);
  return [];
}

function headline(event: WebhookEvent): string {
  const shop = escapeText(event.shopId);
  if (event.type === 'alert.raised') {
    const { decision, score, subjectKind, subjectId, caseId } = event.alert;
    const about = `${subjectKind} \`${escapeText(subjectId)}\``;
    const inCase = caseId === '' ? '' : `, case \`${caseId}\``;
    return `*${wordOf(decision, 'DECISION_')}* ${score.toFixed(2)}: ${about} (shop ${shop}${inCase})`;
  }
  if (event.type === 'drift.detected') {
    const { modelVersion, orders, scorePsi, features } = event.drift;
    const shifted = `${features.length} ${features.length === 1 ? 'feature has' : 'features have'} shifted`;
    return `*Drift*: ${orders} orders are unlike those of \`${modelVersion}\`'s training; ${shifted}, strangeness ${scorePsi.toFixed(2)} (shop ${shop})`;
  }
  const { caseId, alerts, decision, score, outcome } = event.case;
  const count = `${alerts} ${alerts === 1 ? 'alert' : 'alerts'}`;
  return event.type === 'case.opened'
    ? `*Case opened*: \`${caseId}\`, ${wordOf(decision, 'DECISION_')} ${score.toFixed(2)}, ${count} (shop ${shop})`
    : `*Case closed*: \`${caseId}\` as ${wordOf(outcome, 'CASE_OUTCOME_')}, ${count} (shop ${shop})`;
}

/** "DECISION_DECLINE" is "decline". */
const wordOf = (name: string, prefix: string): string => name.replace(prefix, '').toLowerCase();

/** The three characters that Slack's markup reads. */
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', "'");
