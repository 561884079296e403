import { describe, expect, it } from 'vitest';
import { queryForPolicy } from '../../../jobs/verify/policy-evidence.ts';
import { defaultPolicy } from '../../core/verify/market.ts';
import { named } from '../../helpers/memory-ledger.ts';

const [A, B] = [named('a'), named('b')];
const asked = (changes: Parameters<typeof defaultPolicy>[0]) =>
  Object.fromEntries(
    Object.entries(queryForPolicy(defaultPolicy(changes))).filter(([, value]) => value !== undefined),
  );

describe('the evidence that a policy needs', () => {
  it('is none beyond what a server includes by itself', () => {
    expect(asked({})).toEqual({});
    expect(asked({ replays: { parties: [A], quorum: 0 } })).toEqual({});
  });

  it('is what it asks for', () => {
    expect(asked({ judges: [A, B] })).toEqual({ judges: `${A},${B}` });
    expect(asked({ replays: { parties: [A, B], quorum: 1 } })).toEqual({ replays: `${A},${B}`, quorum: 1 });
    expect(asked({ require: ['order', 'completeness', 'reperformance'], depth: 3 })).toEqual({
      ...{ history: 'true', complete: 'true', reperformable: 'true', depth: 3 },
    });
  });
});
