import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeBounds } from './event-log/bounds-contract.ts';
import type { EventLogServers } from './event-log/event-log-test.ts';
import { describeFailures } from './event-log/failures-contract.ts';
import { describeFollowers } from './event-log/followers-contract.ts';
import { describeGroups } from './event-log/groups-contract.ts';
import { describeOutbox } from './event-log/outbox-contract.ts';
import { describeRecords } from './event-log/records-contract.ts';

/** What every event log must do; each adapter runs it on its real servers. */
export function describeEventLog(name: string, start: () => Promise<EventLogServers>): void {
  describe(name, () => {
    let servers: EventLogServers;
    beforeAll(async () => {
      servers = await start();
    });
    afterAll(async () => {
      await servers?.[Symbol.asyncDispose]();
    });

    describeRecords(() => servers);
    describeGroups(() => servers);
    describeFailures(() => servers);
    describeBounds(() => servers);
    describeFollowers(() => servers);
    describeOutbox(() => servers);
  });
}
