import { type ErrorFragment, Interface, id } from 'ethers';
import { describe, expect, it } from 'vitest';
import { decodeRefusal, formatRefusal } from '../../../chain/contracts/refusal.ts';
import { explainRefusal } from '../../../chain/contracts/refusal-text.ts';
import { carbonLedgerAbi } from '../../../chain/generated/carbon-ledger.ts';
import { partyRegistryAbi } from '../../../chain/generated/party-registry.ts';
import type { Hex } from '../../../core/encoding/hex.ts';

/** The errors of both contracts. */
const ERRORS: ErrorFragment[] = [];
for (const abi of [carbonLedgerAbi, partyRegistryAbi]) {
  new Interface(abi).forEachError((error) => {
    ERRORS.push(error);
  });
}

describe('decodeRefusal', () => {
  it('returns the name and the values of an error, null for data that is not an error of the contracts', () => {
    const contract = new Interface(carbonLedgerAbi);
    const data = contract.encodeErrorResult('WrongNumber', [3, 2]) as Hex;
    expect(decodeRefusal(data)).toEqual({ name: 'WrongNumber', values: { number: '3', expected: '2' } });
    expect(decodeRefusal(data.slice(0, -2) as Hex)).toBeNull();
    expect(decodeRefusal(null)).toBeNull();
    expect(decodeRefusal('0x')).toBeNull();
    expect(decodeRefusal('0xdeadbeef')).toBeNull();
  });
});

describe('formatRefusal', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'RoleExcluded',
      { party: '0x58c1', role: '4', other: '1' },
      'The party has the role company, which excludes the role auditor. Close the other role first, or register another party. [RoleExcluded(party: 0x58c1, role: 4, other: 1)]',
    ],
    [
      'SealedAhead',
      { sealedAt: '1735689600', blockTime: '1735689599' },
      'The batch is sealed at 2025-01-01, but the block has the earlier time 2024-12-31 23:59:59Z. Anchor it again in a later block. [SealedAhead(sealedAt: 1735689600, blockTime: 1735689599)]',
    ],
    [
      'AccessControlUnauthorizedAccount',
      { account: '0xA1', neededRole: id('REGISTRAR_ROLE') },
      `The account 0xA1 does not have the power of a registrar (REGISTRAR_ROLE). Sign with the key of an account that has it. [AccessControlUnauthorizedAccount(account: 0xA1, neededRole: ${id('REGISTRAR_ROLE')})]`,
    ],
    ['ECDSAInvalidSignature', {}, 'No key can have made this signature. [ECDSAInvalidSignature]'],
    ['OfAnotherContract', { a: '1' }, 'OfAnotherContract(a: 1)'],
  ])('explains the error %s and what to do, with its name and values', (name, values, text) => {
    expect(formatRefusal({ name, values })).toBe(text);
  });

  it.each(ERRORS.map((error) => [error.name, error] as const))(
    'has a sentence for the error %s of the contracts, with all values that it uses',
    (name, { inputs }) => {
      const values = Object.fromEntries(inputs.map((input) => [input.name, '7']));
      const text = explainRefusal(name, values);
      expect(text).toMatch(/^\S.*\.$/);
      expect(text).not.toContain('undefined');
    },
  );
});
