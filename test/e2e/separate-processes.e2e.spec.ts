import { describe, it } from '@jest/globals';
import { kafkaAvailability, recordSkip } from '#test-support';
import { startSeparateProcesses } from './start-separate-processes.ts';
import { describeStorefrontJourney } from './storefront-journey.ts';

const kafka = await kafkaAvailability();

if (kafka.available) {
  describeStorefrontJourney('separate processes with Kafka and PostgreSQL', startSeparateProcesses);
} else {
  recordSkip('end to end on Kafka', kafka.reason);
  describe.skip('a storefront on separate processes with Kafka and PostgreSQL', () => {
    it('takes the journey', () => {});
  });
}
