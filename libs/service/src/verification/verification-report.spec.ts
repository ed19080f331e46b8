import { describe, expect, it } from '@jest/globals';
import { verificationReport } from './verification-report.ts';

const verification = { compared: 3, differ: 1, differences: [{ key: 'demo/ann' }] };

describe('the report of a verification', () => {
  it('is a line and one for each difference', () => {
    expect(verificationReport('carts', verification, ({ key }) => `${key}: gone`, false)).toBe(
      'carts: 3 compared, 1 differ\n  demo/ann: gone\n',
    );
  });

  it('is one line of JSON under its name', () => {
    const line = verificationReport('carts', verification, ({ key }) => key, true);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({ carts: verification });
  });
});
