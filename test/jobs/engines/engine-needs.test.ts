import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { listEngineNeeds } from '../../../jobs/engines/engine-needs.ts';

const [OLD, NEW] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`] as const satisfies readonly Hex[];

describe('the engines that a proof file needs', () => {
  it('are none where the page has each and the policy accepts each', () => {
    const here = { own: [NEW], given: [OLD], accepted: [OLD, NEW] };
    expect(listEngineNeeds(new Set([OLD, NEW]), here, [])).toEqual([]);
    expect(listEngineNeeds(new Set(), { own: [], given: [], accepted: [] }, [])).toEqual([]);
  });

  it('are those whose file is missing, and those that the policy does not accept: to give a file does not accept it', () => {
    const needed = new Set([OLD]);
    expect(listEngineNeeds(needed, { own: [NEW], given: [], accepted: [NEW] }, [])).toEqual([
      { digest: OLD, isMissing: true, isRefused: true },
    ]);
    expect(listEngineNeeds(needed, { own: [NEW], given: [OLD], accepted: [NEW] }, [])).toEqual([
      { digest: OLD, isMissing: false, isRefused: true },
    ]);
    expect(listEngineNeeds(needed, { own: [NEW], given: [], accepted: [OLD] }, [])).toEqual([
      { digest: OLD, isMissing: true, isRefused: false },
    ]);
  });

  it('are also those that the page has under a digest that their bytes do not have', () => {
    const here = { own: [NEW], given: [], accepted: [NEW] };
    const checks = [{ code: 'engine-missing', actual: NEW }] as const;
    expect(listEngineNeeds(new Set([NEW]), here, checks)).toEqual([
      { digest: NEW, isMissing: true, isRefused: false },
    ]);
    const both = { own: [OLD, NEW], given: [], accepted: [OLD, NEW] };
    expect(listEngineNeeds(new Set([OLD, NEW]), both, checks)).toEqual([
      { digest: NEW, isMissing: true, isRefused: false },
    ]);
  });
});
