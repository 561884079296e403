import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { DEFAULT_REFUSE, parsePolicy } from '../../../core/verify/policy.ts';
import { listLoosened } from '../../../jobs/verify/loosened.ts';

const usual = createPolicy({ chainId: 1, ledger: '0x0000000000000000000000000000000000000000', urls: [] });

describe('rules that are weaker than the default ones', () => {
  it('are none of the default policy, and none of a stricter one', () => {
    expect(listLoosened(usual)).toEqual([]);
    expect(listLoosened({ ...usual, refuse: [] }).map(({ rule }) => rule)).toEqual(DEFAULT_REFUSE);
    expect(
      listLoosened({ ...usual, maxAge: 60, refuse: ['qualified', 'adverse', 'queried', 'rejected'] }),
    ).toEqual([]);
  });

  it('are all named', () => {
    const loose = {
      ...usual,
      newest: 'not-asked',
      refuse: [],
      basis: 'warn',
      maxAge: 31 * 86_400,
      finality: { confirmations: 0 },
    };
    expect(listLoosened(parsePolicy(JSON.stringify(loose)))).toEqual([
      { rule: 'newest' },
      { rule: 'adverse' },
      { rule: 'rejected' },
      { rule: 'basis' },
      { rule: 'age', maxAge: 31 * 86_400 },
      { rule: 'notFinal' },
    ]);
  });
});
