/** What a key may do, weakest first; each role may also do what those before it may. */
export const ROLES = ['write', 'server', 'admin'] as const;

/**
 * - `write` sends events, and nothing else: it is in the source of every page, so everybody has it.
 * - `server` is for the shop's backend: also catalogue, history, recommendations, order scoring, profiles, alerts, cases, labels.
 * - `admin` is for people: also model versions, rejected events, the audit log and webhook deliveries.
 */
export type Role = (typeof ROLES)[number];

/** Whether a key of `role` may do what asks for `least`. */
export function covers(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}
