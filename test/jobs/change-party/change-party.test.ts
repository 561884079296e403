import { Interface } from 'ethers';
import { describe, expect, it } from 'vitest';
import { ChainRefusal } from '../../../chain/contracts/refusal.ts';
import { partyRegistryAbi } from '../../../chain/generated/party-registry.ts';
import { askWallet } from '../../../client/wallet/provider.ts';
import { WalletError } from '../../../client/wallet/wallet-error.ts';
import { hashParty } from '../../../core/parties/identifier.ts';
import type { RoleName } from '../../../core/records/kind.ts';
import {
  type ActionFields,
  checkFields,
  fieldOfRefusal,
  startFields,
} from '../../../jobs/change-party/party-change.ts';
import { decodeEffects } from '../../../jobs/change-party/effects.ts';
import { foreseeRefusal } from '../../../jobs/change-party/foresee-refusal.ts';
import { explainWalletError, UnnamedRefusal } from '../../../jobs/change-party/wallet-refusal.ts';

const registry = new Interface(partyRegistryAbi);
const PARTY = hashParty('urn:example.org:clear-assurance');
const KEY = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const OTHER = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';

const filled = (part: Partial<ActionFields>): ActionFields => ({
  ...startFields(),
  identifier: 'urn:example.org:mycompany',
  party: 'urn:example.org:clear-assurance',
  key: KEY,
  ...part,
});

/** Returns what the page makes of an error that a wallet throws. */
async function explain(thrown: unknown): Promise<unknown> {
  const fail = (): never => {
    throw thrown;
  };
  const asked = askWallet({ request: () => Promise.resolve().then(fail) }, 'eth_call');
  return asked.catch((error: unknown) => explainWalletError(error));
}

describe('the form of a registrar', () => {
  it('opens with what the address of the page says', () => {
    expect(startFields()).toMatchObject({ does: 'registerParty', party: '' });
    expect(startFields({ action: 'addKey', party: 'urn:x' })).toMatchObject({
      does: 'addKey',
      party: 'urn:x',
    });
  });

  it.each([
    ['identifier', 'mycompany', 'identifier-form'],
    ['identifier', 'urn:with space', 'identifier-form'],
    ['identifier', 'urn:example.org:MyCompany', 'identifier-case'],
    ['identifier', 'lei:529900T8BM49', 'identifier-lei'],
    ['identifier', 'lei:529900T8BM49AURSDO56', 'identifier-check'],
    ['identifier', 'uscc:91350100M000100I43', 'identifier-uscc'],
    ['key', '0x123', 'address-form'],
    ['key', KEY.toLowerCase(), 'address-no-checksum'],
    ['key', KEY.replace('aAeb', 'aaeb'), 'address-checksum'],
    ['key', KEY.replace('6053', '6054'), 'address-checksum'],
  ])('says at the field %s what is wrong with %s', (name, value, fault) => {
    expect(checkFields(filled({ [name]: value }))).toEqual({ [name]: fault });
  });

  it('takes a party by its identifier or its id, and asks only for the fields of the action', () => {
    for (const party of ['urn:example.org:clear-assurance', PARTY])
      expect(checkFields(filled({ does: 'addKey', party, identifier: '?' }))).toEqual({});
    expect(checkFields(filled({ does: 'suspend', party: 'clear assurance', key: '' }))).toEqual({
      party: 'party-form',
    });
  });

  it('shows an error of the registry at the field that it is about', () => {
    expect(fieldOfRefusal('IdentifierTaken', 'registerParty')).toBe('identifier');
    expect(fieldOfRefusal('RoleExcluded', 'registerParty')).toBe('roles');
    expect(fieldOfRefusal('RoleExcluded', 'openRole')).toBe('role');
    expect(fieldOfRefusal('KeyAlreadyOpen', 'addKey')).toBe('key');
    expect(fieldOfRefusal('AccessControlUnauthorizedAccount', 'addKey')).toBeNull();
    expect(fieldOfRefusal('toString', 'addKey')).toBeNull();
  });
});

describe('an error of a wallet', () => {
  const data = registry.encodeErrorResult('RoleExcluded', [PARTY, 4, 1]);

  it.each([
    ['data', { code: 3, message: 'execution reverted', data }],
    ['data of its endpoint', { code: -32603, message: 'Internal', data: { code: 3, message: 'x', data } }],
    ['an error in its data', { code: -32603, message: 'x', data: { originalError: { data } } }],
    ['its message', { message: `execution reverted: custom error ${data}` }],
  ])('is what the registry says, wherever the wallet puts it: %s', async (_where, thrown) => {
    const error = await explain(thrown);
    expect(error).toBeInstanceOf(ChainRefusal);
    expect((error as ChainRefusal).refusal).toEqual({
      name: 'RoleExcluded',
      values: { party: PARTY, role: '4', other: '1' },
    });
  });

  it('is not called one of the wallet where the contract refused without a reason', async () => {
    const error = await explain(new Error('Error: execution reverted'));
    expect(error).toBeInstanceOf(UnnamedRefusal);
    expect(error).toMatchObject({ code: 'registry-refused', message: 'Error: execution reverted' });
  });

  it('stays the wallet’s where it is', async () => {
    expect(await explain({ code: 4001, message: 'User rejected: would revert' })).toBeInstanceOf(WalletError);
    expect(await explain({ code: -32000, message: 'insufficient funds' })).toMatchObject({
      code: 'wallet-failed',
    });
  });
});

describe('what the registry would refuse, by what it has', () => {
  const stateOf = (roles: readonly RoleName[], keys: readonly string[] = [OTHER]) => ({
    identifiers: ['urn:example.org:clear-assurance'],
    roles,
    keys: keys.map((key) => ({ key, from: 1 })),
  });
  const nameOf = (part: Partial<ActionFields>, state = stateOf(['auditor']), isTaken = false) =>
    foreseeRefusal(filled(part), state, isTaken)?.name ?? null;

  it('names the error that the contract would', () => {
    expect(nameOf({ does: 'registerParty' }, undefined, true)).toBe('IdentifierTaken');
    expect(nameOf({ does: 'registerParty', roles: ['company', 'exchange'] })).toBe('RoleExcluded');
    expect(nameOf({ does: 'openRole', role: 'auditor' })).toBe('RoleAlreadyOpen');
    expect(nameOf({ does: 'closeRole', role: 'company' })).toBe('RoleNotOpen');
    expect(nameOf({ does: 'addKey', key: OTHER })).toBe('KeyAlreadyOpen');
    expect(nameOf({ does: 'closeKey', key: KEY })).toBe('KeyNotOpen');
    expect(
      nameOf(
        { does: 'addKey' },
        stateOf(
          [],
          Array.from({ length: 16 }, () => OTHER),
        ),
      ),
    ).toBe('TooManyKeys');
    expect(
      foreseeRefusal(filled({ does: 'openRole', role: 'company' }), stateOf(['auditor']), false),
    ).toEqual({
      name: 'RoleExcluded',
      values: { role: '1', other: '4' },
    });
  });

  it('names none where there is no reason', () => {
    expect(nameOf({ does: 'openRole', role: 'operator' })).toBeNull();
    expect(nameOf({ does: 'openRole', role: 'exchange' })).toBeNull();
    expect(nameOf({ does: 'addKey' })).toBeNull();
    expect(nameOf({ does: 'registerParty', roles: ['auditor', 'operator'] })).toBeNull();
  });
});

describe('what a transaction did', () => {
  const log = (name: string, values: readonly unknown[]) => registry.encodeEventLog(name, values);

  it('is read from the events of the registry, with the times of the chain', () => {
    const logs = [
      log('PartyRegistered', [PARTY, 'urn:example.org:clear-assurance']),
      log('KeyOpened', [PARTY, KEY, 0, 1_795_931_640]),
      log('RoleOpened', [PARTY, 4, 0, 1_795_845_240]),
      log('RegistrarProposed', [KEY, OTHER, 5]),
      log('KeyClosed', [PARTY, KEY, 0, 1_795_845_250]),
      log('PartySuspended', [PARTY, 1_795_845_250]),
    ];
    expect(decodeEffects(logs)).toEqual([
      { event: 'PartyRegistered', identifier: 'urn:example.org:clear-assurance' },
      { event: 'KeyOpened', key: KEY, from: 1_795_931_640 },
      { event: 'RoleOpened', role: 'auditor', from: 1_795_845_240 },
      { event: 'KeyClosed', key: KEY, until: 1_795_845_250 },
      { event: 'PartySuspended', at: 1_795_845_250 },
    ]);
  });
});
