import { describe, expect, it } from 'vitest';
import { STILL_OPEN } from '../../../core/parties/authority.ts';
import { verifyWindow } from '../../../core/verify/authority.ts';
import type { VerificationContext } from '../../../core/verify/verification-context.ts';

const KEY = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

describe('verifyWindow', () => {
  it.each([
    ['the same in both', 9, 9, 'pass', 'is the same in the registry'],
    ['open in both', STILL_OPEN, STILL_OPEN, 'pass', 'is the same in the registry'],
    ['open in the file', STILL_OPEN, 9, 'pass', 'is in the registry, and is closed now'],
    ['open in the registry', 9, STILL_OPEN, 'fail', 'is not the same in the registry'],
  ])('of a window that is %s says so', async (_, until, actual, result, basis) => {
    const reader = { keyWindows: () => Promise.resolve([{ from: 1, until: actual }]) };
    const context = { reader } as unknown as VerificationContext;
    const window = { party: `0x${'ab'.repeat(32)}`, role: null, key: KEY, index: 0, from: 1, until } as const;
    expect(await verifyWindow(context, window)).toMatchObject({
      result,
      basis: `window 0 of ${KEY} ${basis}`,
    });
  });
});
