import { describe, expect, it } from 'vitest';
import { measureInstallations, MOST } from '../../scripts/package/installed-size.ts';

describe('an installation without Node.js', () => {
  const found = measureInstallations();

  it.each(['checkout', 'service'] as const)('of a %s has at most its packages and megabytes', (name) => {
    expect(found[name].packages).toBeLessThanOrEqual(MOST[name].packages);
    expect(found[name].megabytes).toBeLessThanOrEqual(MOST[name].megabytes);
  });

  it('in service is a part of the checkout', () => {
    expect(found.service.packages).toBeGreaterThan(0);
    expect(found.service.packages).toBeLessThan(found.checkout.packages);
    expect(found.service.megabytes).toBeLessThan(found.checkout.megabytes);
  });
});
