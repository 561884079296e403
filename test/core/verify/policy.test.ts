import { describe, expect, it } from 'vitest';
import { DEFAULT_MAX_AGE, parsePolicy, requiredChecks } from '../../../core/verify/policy.ts';
import { firstPolicy, secondPolicy } from './market.ts';

const { maxAge: _, subjectParty: __, judges: ___, refuse: ____, basis: _____, ...bare } = secondPolicy();

describe('A policy/2', () => {
  it('has defaults for the members that only it has, and a limit of age', () => {
    expect(parsePolicy(JSON.stringify(bare))).toEqual({
      ...bare,
      maxAge: DEFAULT_MAX_AGE,
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
    expect(() => parsePolicy(JSON.stringify({ ...secondPolicy(), ...changes }))).toThrow(
      expect.objectContaining({ path: expect.stringContaining(path) }),
    );
  });

  it('requires currentness, and answers once it names judges', () => {
    expect(requiredChecks(secondPolicy())).toContain('currentness');
    expect(requiredChecks(secondPolicy())).not.toContain('answers');
    expect(requiredChecks(secondPolicy({ judges: [`0x${'1'.repeat(64)}`] }))).toContain('answers');
  });
});

describe('A policy/1', () => {
  it('is still read, with any age', () => {
    const policy = firstPolicy();
    expect(parsePolicy(JSON.stringify(policy))).toEqual(policy);
    expect(requiredChecks(policy)).not.toContain('currentness');
  });

  it.each([{ judges: [] }, { require: ['answers'] }])('is refused with %j', (changes) => {
    expect(() => parsePolicy(JSON.stringify({ ...firstPolicy(), ...changes }))).toThrow();
  });
});
