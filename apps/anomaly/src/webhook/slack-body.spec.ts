import { describe, expect, it } from '@jest/globals';
import type { ShopId } from '#contracts';
import { Case, CaseOutcome } from '#contracts/generated/cartwise/fraud/v1/cases';
import { DriftReport } from '#contracts/generated/cartwise/fraud/v1/drift';
import { Alert, Decision } from '#contracts/generated/cartwise/fraud/v1/fraud';
import { slackBody } from './slack-body.ts';

const shopId = 'demo' as ShopId;
/** What Slack asks of a message: a text, and blocks with texts of a bounded length. */
interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text: { readonly type: string; readonly text: string };
  }[];
}
const parse = (body: string) => JSON.parse(body) as SlackMessage;

describe('what Slack is told', () => {
  it('is an alert with its strongest reasons, whatever a shop puts into an id', () => {
    const alert = Alert.fromPartial({
      subjectKind: 'order',
      subjectId: '<!channel> & `rm`',
      decision: Decision.DECISION_DECLINE,
      score: 0.926,
      caseId: 'c1',
      reasons: ['A', 'B', 'C', 'D'].map((code) => ({ code, description: `Reason ${code}` })),
    });
    const { text, blocks } = parse(slackBody({ shopId, type: 'alert.raised', alert }));
    expect(text).toBe("*decline* 0.93: order `&lt;!channel&gt; &amp; 'rm'` (shop demo, case `c1`)");
    expect(blocks).toHaveLength(1);
    expect(blocks[0]?.text.text).toBe(`${text}\n• Reason A (\`A\`)\n• Reason B (\`B\`)\n• Reason C (\`C\`)`);
  });

  it('is a case that was opened or closed', () => {
    const opened = Case.fromPartial({
      caseId: 'c1',
      alerts: 1,
      decision: Decision.DECISION_REVIEW,
      score: 0.6,
    });
    expect(parse(slackBody({ shopId, type: 'case.opened', case: opened })).text).toBe(
      '*Case opened*: `c1`, review 0.60, 1 alert (shop demo)',
    );
    const closed = { ...opened, alerts: 3, outcome: CaseOutcome.CASE_OUTCOME_FRAUD };
    expect(parse(slackBody({ shopId, type: 'case.closed', case: closed })).text).toBe(
      '*Case closed*: `c1` as fraud, 3 alerts (shop demo)',
    );
  });

  it('is that orders have drifted, with what shifted most', () => {
    const features = ['amount_minor', 'b', 'c', 'd', 'e', 'f'].map((feature) => ({
      feature,
      entity: 'order',
      psi: 0.5,
    }));
    const drift = DriftReport.fromPartial({ modelVersion: 'fraud-1', orders: 612, scorePsi: 0.3, features });
    const { text, blocks } = parse(slackBody({ shopId, type: 'drift.detected', drift }));
    expect(text).toBe(
      "*Drift*: 612 orders are unlike those of `fraud-1`'s training; 6 features have shifted, strangeness 0.30 (shop demo)",
    );
    const lines = blocks[0]?.text.text.split('\n') ?? [];
    expect(lines).toHaveLength(6);
    expect(lines[1]).toBe('• `amount_minor` (order): 0.50');
  });

  it('is no longer than Slack takes', () => {
    const reasons = [{ code: 'A', description: 'x'.repeat(5_000) }];
    const body = slackBody({ shopId, type: 'alert.raised', alert: Alert.fromPartial({ reasons }) });
    expect(parse(body).blocks[0]?.text.text).toHaveLength(3_000);
  });
});
