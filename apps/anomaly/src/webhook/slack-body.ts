import type { WebhookEvent } from './webhook-event.ts';

/** Beyond this Slack cuts a section's text off (docs: "Reference: Section block"). */
const TEXT_LENGTH_MAX = 3_000;
const REASONS_MAX = 3;

/** The event as an incoming webhook of Slack takes it: a line for the notification, and the same with its reasons. */
export function slackBody(event: WebhookEvent): string {
  const line = headline(event);
  const reasons = event.type === 'alert.raised' ? event.alert.reasons.slice(0, REASONS_MAX) : [];
  const details = reasons.map(
    ({ code, description }) => `• ${escapeText(description)} (\`${escapeText(code)}\`)`,
  );
  const text = [line, ...details].join('\n').slice(0, TEXT_LENGTH_MAX);
  return JSON.stringify({
    text: line,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
  });
}

function headline(event: WebhookEvent): string {
  const shop = escapeText(event.shopId);
  if (event.type === 'alert.raised') {
    const { decision, score, subjectKind, subjectId, caseId } = event.alert;
    const about = `${subjectKind} \`${escapeText(subjectId)}\``;
    const inCase = caseId === '' ? '' : `, case \`${caseId}\``;
    return `*${wordOf(decision, 'DECISION_')}* ${score.toFixed(2)}: ${about} (shop ${shop}${inCase})`;
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
