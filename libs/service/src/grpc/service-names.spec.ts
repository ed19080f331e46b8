import { describe, expect, it } from '@jest/globals';
import { serviceNames } from './service-names.ts';

describe('the services of a package', () => {
  it('are those of all of its files, and none of what they import', () => {
    const names = serviceNames('fraud');
    for (const service of ['FraudService', 'CaseService', 'LabelService', 'AuditService', 'WebhookService'])
      expect(names).toContain(`cartwise.fraud.v1.${service}`);
    expect(names.every((name) => name.startsWith('cartwise.fraud.v1.'))).toBe(true);
    expect(serviceNames('profile')).toEqual(['cartwise.profile.v1.ProfileService']);
  });
});
