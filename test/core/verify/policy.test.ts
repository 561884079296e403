import { describe, expect, it } from 'vitest';
import { DEFAULT_MAX_AGE, parsePolicy, requiredChecks } from '../../../core/verify/policy.ts';
import { defaultPolicy } from './market.ts';

const { maxAge: _, newest: __, subjectParty: ___, judges: ____, ...others } = defaultPolicy();
const { refuse: _____, basis: ______, ...bare } = others;

describe('A policy', () => {
  it('has defaults for the members that may be missing, and a limit of age', () => {
    expect(parsePolicy(JSON.stringify(bare))).toEqual({
      ...bare,
      maxAge: DEFAULT_MAX_AGE,
      newest: 'required',
      subjectParty: null,
      judges: [],
      refuse: ['adverse', 'rejected'],
      basis: 'fail',
    });
  });

  it.each([
    ['no limit of age', { maxAge: null }, 'maxAge'],
    ['an opinion that nobody can object to', { refuse: ['unqualified'] }, 'refuse'],
    ['a judge that is not a party id', { judges: ['urn:auditor'] }, 'judges'],
    ['another format', { format: 'carbon-ledger-policy/3' }, 'format'],
    ['an unknown member', { judge: [] }, ''],
  ])('is refused with %s', (_what, changes, path) => {
    expect(() => parsePolicy(JSON.stringify({ ...defaultPolicy(), ...changes }))).toThrow(
      expect.objectContaining({ path: expect.stringContaining(path) }),
    );
  });

  it('of another format is refused, with what to do', () => {
    const other = { ...bare, format: 'carbon-ledger-policy/1', maxAge: null };
    expect(() => parsePolicy(JSON.stringify(other))).toThrow(
      'format: expected carbon-ledger-policy/2: no other format is read, so write the policy again with ledger policy init, got "carbon-ledger-policy/1"',
    );
  });

  it('that does not ask for the newest version requires nothing that needs it', () => {
    const policy = defaultPolicy({ newest: 'not-asked' });
    expect(parsePolicy(JSON.stringify(policy))).toEqual(policy);
    expect(requiredChecks(policy)).not.toContain('currentness');
    for (const changes of [{ judges: [`0x${'1'.repeat(64)}`] }, { require: ['currentness'] }])
      expect(() => parsePolicy(JSON.stringify({ ...policy, ...changes }))).toThrow(
        'expected newest to be required',
      );
  });

  it('requires currentness, and answers once it names judges', () => {
    expect(requiredChecks(defaultPolicy())).toContain('currentness');
    expect(requiredChecks(defaultPolicy())).not.toContain('answers');
    expect(requiredChecks(defaultPolicy({ judges: [`0x${'1'.repeat(64)}`] }))).toContain('answers');
  });
});
