import type { EventLog } from '#event-log';

/** All that a state in memory needs of the event log. */
export type Follows = Pick<EventLog, 'follow'>;
