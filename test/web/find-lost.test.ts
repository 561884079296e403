import { describe, expect, it } from 'vitest';
import { findLost } from '../../web/verification/verdict/find-lost.ts';

const OPEN = Number.MAX_SAFE_INTEGER;
const role = (name: 'auditor' | 'exchange' | 'regulator', until: number) => ({ role: name, from: 1, until });

describe('what a party has lost', () => {
  it('is its role, since its last window ended, though its key may be valid', () => {
    const windows = { roles: [role('auditor', 50), role('auditor', 70)], keys: [{ from: 1, until: OPEN }] };
    expect(findLost(windows, ['auditor'], 100)).toEqual({ what: 'role', role: 'auditor', since: 70 });
    expect(findLost(windows, ['auditor'], 60)).toBeNull();
  });

  it('is its keys where the role stays', () => {
    const windows = { roles: [role('auditor', OPEN)], keys: [{ from: 1, until: 40 }] };
    expect(findLost(windows, ['auditor'], 100)).toEqual({ what: 'key', since: 40 });
  });

  it('is nothing while it has another role that may sign the same, or where it never had one', () => {
    const keys = [{ from: 1, until: OPEN }];
    expect(
      findLost(
        { roles: [role('exchange', 50), role('regulator', OPEN)], keys },
        ['exchange', 'regulator'],
        100,
      ),
    ).toBeNull();
    expect(findLost({ roles: [role('exchange', 50)], keys }, ['auditor'], 100)).toBeNull();
    expect(findLost({ roles: [], keys: [] }, ['auditor'], 100)).toBeNull();
  });
});
