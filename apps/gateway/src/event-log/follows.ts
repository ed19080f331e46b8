import type { EventLog } from '#event-log';

/** All that the gateway's caches need of the event log. */
export type Follows = Pick<EventLog, 'follow'>;
