import { describe, expect, it } from 'vitest';
import { hashParty } from '../../../core/parties/identifier.ts';
import { CHECKS, requiredChecks } from '../../../core/verify/policy.ts';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import {
  fieldsOf,
  listAdded,
  listEndpointTexts,
  listNotRequired,
  OFFERED,
  type PolicyFields,
  policyOf,
  PolicyRefused,
  readPolicyFile,
  WALLET_URL,
} from '../../../jobs/verify/policy-fields.ts';
import { named } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';

const URL = 'https://node.example/';
const policy = createPolicy({ ...TEST_DOMAIN, urls: [URL], engines: [named('engine')] });
const fields = fieldsOf(policy, []);
const problemOf = (changes: Partial<PolicyFields>): string => {
  try {
    policyOf({ ...fields, ...changes }, policy);
    return 'none';
  } catch (error) {
    return error instanceof PolicyRefused ? error.problem : String(error);
  }
};

describe('a policy as fields of a form', () => {
  it('is the same policy again, with its endpoints, the wallet and what no field shows', () => {
    const whole = { ...policy, keys: ['scope1'], rpc: { urls: [URL, WALLET_URL], quorum: 2 } };
    expect(policyOf(fieldsOf(whole, []), whole)).toEqual(whole);
    expect(fieldsOf(whole, [])).toMatchObject({ endpoints: URL, wallet: true });
  });

  it('is a new one with the engines of the page where there is none', () => {
    const empty = fieldsOf(null, [named('engine')]);
    expect(empty).toMatchObject({ ledger: '', chain: '', engines: [named('engine')] });
    const made = policyOf(
      { ...empty, ledger: ` ${TEST_DOMAIN.ledger}`, chain: '31337 ', endpoints: URL },
      null,
    );
    expect(made).toEqual(policy);
  });

  it('names parties by identifiers or ids, one a line', () => {
    const id = hashParty('test:auditor');
    const { judges, subjectParty } = policyOf(
      { ...fields, judges: `test:auditor\n\n ${id}`, subjectParty: 'test:company' },
      policy,
    );
    expect([judges, subjectParty]).toEqual([[id, id], hashParty('test:company')]);
  });

  it('does not require the check of the newest version where it is not asked for', () => {
    const changes = { asksNewest: false, require: ['currentness', 'order'] };
    expect(policyOf({ ...fields, ...changes }, policy)).toMatchObject({
      newest: 'not-asked',
      require: ['order'],
    });
  });

  it('loses what it pins when it names another ledger', () => {
    const pinned = { ...policy, codeHash: named('code') };
    expect(policyOf(fieldsOf(pinned, []), pinned).codeHash).toBe(named('code'));
    expect(policyOf({ ...fieldsOf(pinned, []), chain: '7' }, pinned).codeHash).toBeNull();
  });

  it.each<[string, Partial<PolicyFields>]>([
    ['wrongEndpoint', { endpoints: 'ftp://node.example' }],
    ['wrongEndpoint', { endpoints: 'node' }],
    ['tooFew', { quorum: '2' }],
    ['tooFew', { quorum: '2', endpoints: `${URL}\nhttps://node.example/other` }],
    ['wrongNumber', { quorum: 'two' }],
    ['wrongNumber', { maxAge: '' }],
    ['wrongNumber', { replayQuorum: '65' }],
    ['wrongChain', { chain: '0x1' }],
    ['wrongLedger', { ledger: '0x12' }],
    ['wrongParty', { judges: 'no identifier' }],
    ['wrongParty', { subjectParty: 'lei:000000000000000000' }],
    ['needsNewest', { asksNewest: false, judges: 'test:auditor' }],
  ])('is refused as %s for %j', (problem, changes) => {
    expect(problemOf(changes)).toBe(problem);
  });

  it('shows the texts of its endpoints before they are valid', () => {
    expect(listEndpointTexts({ ...fields, endpoints: ' a,b\n c ' })).toEqual(['a', 'b', 'c']);
  });
});

describe('the checks of a policy', () => {
  it('are those that every policy requires, those that it adds, and all others', () => {
    const more = { ...policy, require: ['order' as const] };
    const required = requiredChecks(more);
    expect(listAdded(more)).toContain('order');
    expect(listNotRequired(more)).toEqual(CHECKS.filter((check) => !required.has(check)));
    expect(OFFERED.require).toContain('reperformance');
    expect(OFFERED.require).not.toContain('entries');
  });
});

describe('a file with a policy', () => {
  it('is read, or refused with what it is', () => {
    expect(readPolicyFile(JSON.stringify(policy))).toEqual(policy);
    const older = JSON.stringify({ ...policy, format: 'carbon-ledger-policy/1' });
    expect(() => readPolicyFile(older)).toThrow(expect.objectContaining({ problem: 'otherFormat' }));
    expect(() => readPolicyFile('{}')).toThrow(expect.objectContaining({ problem: 'notPolicy' }));
    expect(() => readPolicyFile('text')).toThrow(expect.objectContaining({ problem: 'notPolicy' }));
  });
});
