import { AnalyticsBrowser } from '@segment/analytics-next';
import type { Settings } from './shop-api.ts';

/**
 * Segment's browser client, pointed at Cartwise. With the settings given here it asks no other host for them. It keeps
 * the anonymous id, queues what cannot be sent and tries again.
 */
export function openAnalytics({ writeKey, eventsHost }: Settings): AnalyticsBrowser {
  const protocol = location.protocol === 'https:' ? 'https' : 'http';
  return AnalyticsBrowser.load({
    writeKey,
    cdnSettings: {
      integrations: { 'Segment.io': { apiKey: writeKey, apiHost: `${eventsHost}/v1`, protocol } },
    },
  });
}
