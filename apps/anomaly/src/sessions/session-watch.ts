import { LRUCache } from 'lru-cache';
import type { Event, ShopId } from '#contracts';
import { entitiesOf, occurredAtMs, sessionEventKind, sessionOwner, type FraudModel } from '#ml';
import type { AlertDraft } from '../alerts/alert-draft.ts';
import { involved } from '../lists/involved.ts';
import type { Policy } from '../policy/policy.ts';
import { sessionAlertDraft } from './session-alert-draft.ts';
import { WatchedSession } from './watched-session.ts';

/** Sessions watched; the one heard of longest ago is forgotten first. Some 20 MB, 50 where all are long. */
const SESSIONS_MAX = 10_000;

/**
 * Follows the sessions of shops whose model knows attacks, an event at a time, and asks for one alert of a session that
 * looks like one. Kept in memory, by each consumer for its partitions: a restart forgets what sessions did before it, and
 * a batch delivered again is heard again.
 */
export class SessionWatch {
  private readonly sessions = new LRUCache<string, WatchedSession>({ max: SESSIONS_MAX });

  constructor(
    private readonly policies: { readonly of: (shopId: ShopId) => Policy },
    private readonly models: { readonly of: (shopId: ShopId) => Pick<FraudModel, 'sessions'> | undefined },
  ) {}

  /** The alert that a session asks for with this event; undefined of most. */
  draftOf(event: Event): AlertDraft | undefined {
    const model = this.models.of(event.shopId)?.sessions;
    if (model === undefined || sessionEventKind(event) === undefined) return undefined;
    const timeMs = occurredAtMs(event);
    const owner = sessionOwner(event);
    const key = JSON.stringify([event.shopId, owner.kind, owner.id]);
    const before = this.sessions.get(key);
    const session = before === undefined || before.isOver(timeMs) ? new WatchedSession(model) : before;
    this.sessions.set(key, session);
    const probability = session.take(event, model);
    if (probability === undefined) return undefined;
    const { rules, lists } = this.policies.of(event.shopId);
    if (probability < rules.settings.thresholds.review) return undefined;
    const isAlerted = session.alertedBy !== undefined && session.alertedBy !== event.eventId;
    const values = involved({ entities: entitiesOf(event), facts: () => undefined });
    // Whoever is allowed is left alone, whatever they do.
    if (isAlerted || lists.listing('allow', values, timeMs) !== undefined) return undefined;
    session.alertedBy = event.eventId;
    return sessionAlertDraft(event, probability, session);
  }
}
