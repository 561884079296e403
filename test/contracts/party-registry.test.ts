import { id, keccak256, toBeHex, toUtf8Bytes, zeroPadValue } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partyRegistryBytecode } from '../../chain/generated/party-registry-bytecode.ts';
import { partyRegistryAbi } from '../../chain/generated/party-registry.ts';
import {
  DAY,
  GENESIS,
  OPEN,
  ZERO,
  deploy,
  deployRegistry,
  openChain,
  read,
  refusalOf,
  toPlain,
  write,
  type Chain,
  type Receipt,
  type Refusal,
  type Target,
} from './chain.ts';

const REGISTRAR_ROLE = id('REGISTRAR_ROLE');
const LEI = 'lei:529900T8BM49AURSDO55';
const PARTY = keccak256(toUtf8Bytes(LEI));
const NOBODY = `0x${'00'.repeat(20)}`;
const START = GENESIS + 1000;
const SPARE_KEYS = Array.from({ length: 20 }, (_, index) => zeroPadValue(toBeHex(0x9000 + index), 20));

let chain: Chain;
let registry: Target;
let key: string;
let stranger: string;

beforeEach(async () => {
  chain = await openChain();
  registry = await deployRegistry(chain);
  [key, stranger] = chain.others as [string, string];
});

afterEach(() => chain.close());

const act = (from: string, name: string, args: readonly unknown[], time?: number): Promise<Receipt> =>
  write(chain, registry, from, name, args, time);
const register = (roles = 0, time = START): Promise<Receipt> =>
  act(chain.registrar, 'registerParty', [LEI, key, roles], time);
const refuse = (from: string, name: string, args: readonly unknown[], time?: number): Promise<Refusal> =>
  refusalOf(registry, act(from, name, args, time));
const ask = async (name: string, args: readonly unknown[]): Promise<unknown> =>
  toPlain((await read(chain, registry, name, args))[0]);

describe('PartyRegistry.constructor', () => {
  it.each([
    ['no admin', (): unknown[] => [NOBODY, chain.registrar, DAY], 'InvalidAccount'],
    ['no registrar', (): unknown[] => [chain.admin, NOBODY, DAY], 'InvalidAccount'],
    ['one account for both powers', (): unknown[] => [chain.admin, chain.admin, DAY], 'InvalidAccount'],
    ['keys that do not wait', (): unknown[] => [chain.admin, chain.registrar, 0], 'InvalidDelay'],
    [
      'keys that wait over a year',
      (): unknown[] => [chain.admin, chain.registrar, 365 * DAY + 1],
      'InvalidDelay',
    ],
  ])('reverts for %s', async (_, args, error) => {
    const refusal = refusalOf(registry, deploy(chain, partyRegistryAbi, partyRegistryBytecode, args()));
    expect((await refusal).name).toBe(error);
  });
});

describe('PartyRegistry.registerParty', () => {
  it('gives the party the hash of its first identifier as id, and opens its key at once', async () => {
    const { events } = await register();
    expect(events).toEqual([
      { name: 'PartyRegistered', values: { party: PARTY, identifier: LEI } },
      { name: 'KeyOpened', values: { party: PARTY, key, index: 0n, from: BigInt(START) } },
    ]);
    expect(await ask('partyOf', [LEI])).toBe(PARTY);
    expect(await ask('identifiers', [PARTY])).toEqual([LEI]);
    expect(await ask('keys', [PARTY])).toEqual([key]);
    expect(await ask('keyWindows', [PARTY, key])).toEqual([[BigInt(START), OPEN]]);
  });

  it('opens the roles whose sum is its argument', async () => {
    const { events } = await register(1 + 2 + 32);
    expect(events.filter(({ name }) => name === 'RoleOpened').map(({ values }) => values)).toEqual(
      [1n, 2n, 32n].map((role) => ({ party: PARTY, role, index: 0n, from: BigInt(START) })),
    );
    expect(await ask('windows', [PARTY, 2])).toEqual([[BigInt(START), OPEN]]);
    expect(await ask('windows', [PARTY, 4])).toEqual([]);
  });

  it('reverts for an identifier that is taken', async () => {
    await register();
    const refusal = await refuse(chain.registrar, 'registerParty', [LEI, stranger, 0]);
    expect(refusal).toEqual({ name: 'IdentifierTaken', values: [LEI, PARTY] });
  });

  it('reverts for an identifier with characters that its scheme does not allow', async () => {
    const refusal = await refuse(chain.registrar, 'registerParty', ['lei:529900T8BM49AURSDO56', key, 0]);
    expect(refusal).toEqual({ name: 'InvalidIdentifier', values: ['lei:529900T8BM49AURSDO56'] });
  });

  it('reverts for the zero key, and for a number that is not a sum of roles', async () => {
    expect(await refuse(chain.registrar, 'registerParty', [LEI, NOBODY, 0])).toEqual({
      name: 'InvalidKey',
      values: [NOBODY],
    });
    for (const roles of [64, 255]) {
      expect(await refuse(chain.registrar, 'registerParty', [LEI, key, roles])).toEqual({
        name: 'InvalidRole',
        values: [BigInt(roles)],
      });
    }
  });

  it('reverts for two roles if one excludes the other', async () => {
    expect(await refuse(chain.registrar, 'registerParty', [LEI, key, 1 + 4])).toEqual({
      name: 'RoleExcluded',
      values: [PARTY, 4n, 1n],
    });
  });

  it('may be called only by registrars, not by the admin', async () => {
    for (const sender of [chain.admin, stranger]) {
      expect(await refuse(sender, 'registerParty', [LEI, key, 0])).toEqual({
        name: 'AccessControlUnauthorizedAccount',
        values: [sender, REGISTRAR_ROLE],
      });
    }
  });
});

describe('PartyRegistry.addIdentifier', () => {
  it('gives a party one more identifier, which no other party can take', async () => {
    await register();
    const { events } = await act(chain.registrar, 'addIdentifier', [PARTY, 'vat:de136695976']);
    expect(events).toEqual([
      { name: 'IdentifierAdded', values: { party: PARTY, identifier: 'vat:de136695976' } },
    ]);
    expect(await ask('partyOf', ['vat:de136695976'])).toBe(PARTY);
    expect(await ask('identifiers', [PARTY])).toEqual([LEI, 'vat:de136695976']);
    const refusal = await refuse(chain.registrar, 'registerParty', ['vat:de136695976', stranger, 0]);
    expect(refusal).toEqual({ name: 'IdentifierTaken', values: ['vat:de136695976', PARTY] });
  });

  it('reverts for an unknown party, even if its id is the hash of a later identifier', async () => {
    await register();
    await act(chain.registrar, 'addIdentifier', [PARTY, 'vat:de136695976']);
    for (const party of [ZERO, id('nobody'), id('vat:de136695976')]) {
      const refusal = await refuse(chain.registrar, 'addIdentifier', [party, 'x:1']);
      expect(refusal).toEqual({ name: 'UnknownParty', values: [party] });
    }
  });
});

describe('PartyRegistry: openRole and closeRole', () => {
  it('open and close windows that follow each other', async () => {
    await register(1);
    await act(chain.registrar, 'closeRole', [PARTY, 1], START + 10);
    const opened = await act(chain.registrar, 'openRole', [PARTY, 1], START + 20);
    expect(opened.events).toEqual([
      { name: 'RoleOpened', values: { party: PARTY, role: 1n, index: 1n, from: BigInt(START + 20) } },
    ]);
    const closed = await act(chain.registrar, 'closeRole', [PARTY, 1], START + 30);
    expect(closed.events).toEqual([
      { name: 'RoleClosed', values: { party: PARTY, role: 1n, index: 1n, until: BigInt(START + 30) } },
    ]);
    expect(await ask('windows', [PARTY, 1])).toEqual([
      [BigInt(START), BigInt(START + 10)],
      [BigInt(START + 20), BigInt(START + 30)],
    ]);
    const held = await Promise.all(
      [-1, 0, 9, 10, 19, 20, 29, 30].map((after) => ask('holds', [PARTY, 1, START + after])),
    );
    expect(held).toEqual([false, true, true, false, false, true, true, false]);
    expect(await ask('holdsRole', [PARTY, 3, START, START + 9])).toBe(true);
    expect(await ask('holdsRole', [PARTY, 3, START, START + 20])).toBe(false);
  });

  it.each([0, 3, 64, 128])('revert for %i, which is not a single role', async (role) => {
    await register();
    expect(await refuse(chain.registrar, 'openRole', [PARTY, role])).toEqual({
      name: 'InvalidRole',
      values: [BigInt(role)],
    });
  });

  it('revert for company and provider if the party is auditor, exchange or regulator, and the reverse', async () => {
    await register();
    for (const writer of [1, 2]) {
      for (const judge of [4, 8, 16]) {
        for (const [first, second] of [
          [writer, judge],
          [judge, writer],
        ] as const) {
          await act(chain.registrar, 'openRole', [PARTY, first]);
          expect(await refuse(chain.registrar, 'openRole', [PARTY, second])).toEqual({
            name: 'RoleExcluded',
            values: [PARTY, BigInt(second), BigInt(first)],
          });
          await act(chain.registrar, 'closeRole', [PARTY, first]);
        }
      }
    }
  });

  it('allow an excluded role to begin in the second in which the other ends', async () => {
    await register(1);
    await act(chain.registrar, 'closeRole', [PARTY, 1], START + 10);
    await act(chain.registrar, 'openRole', [PARTY, 4], START + 10);
    expect(await ask('holds', [PARTY, 1, START + 10])).toBe(false);
    expect(await ask('holds', [PARTY, 4, START + 10])).toBe(true);
  });

  it('revert for a role that is already open or not open, and for an unknown party', async () => {
    await register(1);
    expect(await refuse(chain.registrar, 'openRole', [PARTY, 1])).toEqual({
      name: 'RoleAlreadyOpen',
      values: [PARTY, 1n],
    });
    expect(await refuse(chain.registrar, 'closeRole', [PARTY, 2])).toEqual({
      name: 'RoleNotOpen',
      values: [PARTY, 2n],
    });
    expect((await refuse(chain.registrar, 'openRole', [ZERO, 1])).name).toBe('UnknownParty');
  });
});

describe('PartyRegistry: addKey and closeKey', () => {
  it('make every key after the first wait', async () => {
    await register();
    const { events } = await act(chain.registrar, 'addKey', [PARTY, stranger], START + 5);
    const from = BigInt(START + 5 + DAY);
    expect(events).toEqual([{ name: 'KeyOpened', values: { party: PARTY, key: stranger, index: 0n, from } }]);
    expect(await ask('holdsKey', [PARTY, stranger, from - 1n, from - 1n])).toBe(false);
    expect(await ask('holdsKey', [PARTY, stranger, from, from])).toBe(true);
  });

  it('close a waiting key at the time of the block, so that it is never valid', async () => {
    await register();
    await act(chain.registrar, 'addKey', [PARTY, stranger], START + 5);
    await act(chain.registrar, 'closeKey', [PARTY, stranger], START + 9);
    expect(await ask('keyWindows', [PARTY, stranger])).toEqual([
      [BigInt(START + 5 + DAY), BigInt(START + 9)],
    ]);
    expect(await ask('holdsKey', [PARTY, stranger, START + 5 + DAY, START + 5 + DAY])).toBe(false);
  });

  it('make a closed key wait again', async () => {
    await register();
    await act(chain.registrar, 'closeKey', [PARTY, key], START + 9);
    expect(await ask('keys', [PARTY])).toEqual([]);
    await act(chain.registrar, 'addKey', [PARTY, key], START + 9);
    expect(await ask('keyWindows', [PARTY, key])).toEqual([
      [BigInt(START), BigInt(START + 9)],
      [BigInt(START + 9 + DAY), OPEN],
    ]);
  });

  it('revert for a seventeenth key that would be open or waiting', async () => {
    await register();
    for (const spare of SPARE_KEYS.slice(0, 15)) await act(chain.registrar, 'addKey', [PARTY, spare]);
    expect(await refuse(chain.registrar, 'addKey', [PARTY, SPARE_KEYS[15]])).toEqual({
      name: 'TooManyKeys',
      values: [PARTY, 16n],
    });
    await act(chain.registrar, 'closeKey', [PARTY, SPARE_KEYS[3]]);
    await act(chain.registrar, 'addKey', [PARTY, SPARE_KEYS[15]]);
  });

  it('revert for a key that waits already or is not open, and for an unknown party', async () => {
    await register();
    await act(chain.registrar, 'addKey', [PARTY, stranger]);
    expect(await refuse(chain.registrar, 'addKey', [PARTY, stranger])).toEqual({
      name: 'KeyAlreadyOpen',
      values: [PARTY, stranger],
    });
    expect(await refuse(chain.registrar, 'closeKey', [PARTY, chain.admin])).toEqual({
      name: 'KeyNotOpen',
      values: [PARTY, chain.admin],
    });
    expect((await refuse(chain.registrar, 'addKey', [id('nobody'), stranger])).name).toBe('UnknownParty');
  });
});

describe('PartyRegistry: openOwnKey and closeOwnKey', () => {
  it('may be called only by an open key of the party, not by a waiting, closed or foreign one', async () => {
    await register();
    await act(key, 'openOwnKey', [PARTY, stranger], START + 10);
    expect(await refuse(stranger, 'openOwnKey', [PARTY, SPARE_KEYS[0]], START + 9 + DAY)).toEqual({
      name: 'NotOwnKey',
      values: [PARTY, stranger],
    });
    await act(stranger, 'openOwnKey', [PARTY, SPARE_KEYS[0]], START + 10 + DAY);
    await act(stranger, 'closeOwnKey', [PARTY, key], START + 11 + DAY);
    expect((await refuse(key, 'closeOwnKey', [PARTY, stranger])).name).toBe('NotOwnKey');
    await act(chain.registrar, 'registerParty', ['x:1', chain.admin, 0]);
    expect((await refuse(chain.admin, 'closeOwnKey', [PARTY, stranger])).name).toBe('NotOwnKey');
  });

  it('allow a key to close itself', async () => {
    await register();
    const { events, time } = await act(key, 'closeOwnKey', [PARTY, key]);
    expect(events).toEqual([
      { name: 'KeyClosed', values: { party: PARTY, key, index: 0n, until: BigInt(time) } },
    ]);
  });
});

describe('PartyRegistry.suspend', () => {
  it('closes every key in one transaction, including waiting ones', async () => {
    await register();
    await act(key, 'openOwnKey', [PARTY, stranger], START + 10);
    const { events } = await act(chain.registrar, 'suspend', [PARTY], START + 20);
    const until = BigInt(START + 20);
    expect(events).toEqual([
      { name: 'KeyClosed', values: { party: PARTY, key: stranger, index: 0n, until } },
      { name: 'KeyClosed', values: { party: PARTY, key, index: 0n, until } },
      { name: 'PartySuspended', values: { party: PARTY, suspendedAt: until } },
    ]);
    expect(await ask('keys', [PARTY])).toEqual([]);
  });

  it('leaves the party without a key until a key that the registrar adds is open', async () => {
    await register();
    await act(key, 'openOwnKey', [PARTY, stranger], START + 10);
    await act(chain.registrar, 'suspend', [PARTY], START + 20);
    await act(chain.registrar, 'addKey', [PARTY, SPARE_KEYS[0]], START + 30);
    for (const sender of [key, stranger]) {
      expect((await refuse(sender, 'openOwnKey', [PARTY, sender], START + 10 + DAY)).name).toBe('NotOwnKey');
    }
    expect(await ask('holdsKey', [PARTY, SPARE_KEYS[0], START + 29 + DAY, START + 29 + DAY])).toBe(false);
    expect(await ask('holdsKey', [PARTY, SPARE_KEYS[0], START + 30 + DAY, START + 30 + DAY])).toBe(true);
  });

  it('closes 16 keys in one block, and reverts for an unknown party', async () => {
    await register();
    for (const spare of SPARE_KEYS.slice(0, 15)) await act(chain.registrar, 'addKey', [PARTY, spare]);
    const { gasUsed } = await act(chain.registrar, 'suspend', [PARTY]);
    expect(gasUsed).toBeLessThan(500_000n);
    expect((await refuse(chain.registrar, 'suspend', [id('nobody')])).name).toBe('UnknownParty');
  });
});

describe('Registrars', () => {
  it('are proposed by a registrar, and accept after the delay', async () => {
    const { events } = await act(chain.registrar, 'proposeRegistrar', [stranger], START);
    const readyAt = BigInt(START + DAY);
    expect(events).toEqual([
      { name: 'RegistrarProposed', values: { candidate: stranger, proposer: chain.registrar, readyAt } },
    ]);
    expect(await ask('proposalOf', [stranger])).toBe(readyAt);
    expect(await refuse(stranger, 'acceptRegistrar', [], START + DAY - 1)).toEqual({
      name: 'ProposalWaits',
      values: [stranger, readyAt, readyAt - 1n],
    });
    await act(stranger, 'acceptRegistrar', [], START + DAY);
    expect(await ask('isRegistrar', [stranger])).toBe(true);
    expect(await ask('registrarCount', [])).toBe(2n);
    expect((await refuse(stranger, 'acceptRegistrar', [])).name).toBe('NotProposed');
  });

  it('are not proposed by the admin, and not granted by anyone', async () => {
    expect((await refuse(chain.admin, 'proposeRegistrar', [stranger])).name).toBe(
      'AccessControlUnauthorizedAccount',
    );
    for (const sender of [chain.admin, chain.registrar]) {
      for (const role of [REGISTRAR_ROLE, ZERO]) {
        expect(await refuse(sender, 'grantRole', [role, stranger])).toEqual({
          name: 'GrantsNeedProposal',
          values: [role, stranger],
        });
      }
    }
  });

  it('cannot be the admin or the zero address, and cannot be proposed twice', async () => {
    await act(chain.registrar, 'proposeRegistrar', [stranger], START);
    expect(await refuse(chain.registrar, 'proposeRegistrar', [stranger])).toEqual({
      name: 'AlreadyProposed',
      values: [stranger, BigInt(START + DAY)],
    });
    expect(await refuse(chain.registrar, 'proposeRegistrar', [chain.registrar])).toEqual({
      name: 'AlreadyProposed',
      values: [chain.registrar, 0n],
    });
    for (const nobody of [chain.admin, NOBODY]) {
      expect((await refuse(chain.registrar, 'proposeRegistrar', [nobody])).name).toBe('InvalidAccount');
    }
  });

  it('are revoked by the admin, which cancels waiting proposals', async () => {
    const third = SPARE_KEYS[0];
    await act(chain.registrar, 'proposeRegistrar', [stranger], START);
    await act(stranger, 'acceptRegistrar', [], START + DAY);
    await act(stranger, 'proposeRegistrar', [key], START + DAY);
    await act(chain.admin, 'revokeRole', [REGISTRAR_ROLE, stranger], START + DAY + 1);
    expect(await ask('registrarCount', [])).toBe(1n);
    expect(await ask('proposalOf', [key])).toBe(0n);
    expect((await refuse(key, 'acceptRegistrar', [], START + 3 * DAY)).name).toBe('NotProposed');
    expect((await refuse(stranger, 'proposeRegistrar', [third])).name).toBe(
      'AccessControlUnauthorizedAccount',
    );
    await act(chain.registrar, 'proposeRegistrar', [key]);
  });

  it('keep their last one: neither the admin nor itself can remove it', async () => {
    const last = { name: 'LastRegistrar', values: [chain.registrar] };
    expect(await refuse(chain.admin, 'revokeRole', [REGISTRAR_ROLE, chain.registrar])).toEqual(last);
    expect(await refuse(chain.registrar, 'renounceRole', [REGISTRAR_ROLE, chain.registrar])).toEqual(last);
    await act(chain.registrar, 'proposeRegistrar', [stranger], START);
    await act(stranger, 'acceptRegistrar', [], START + DAY);
    await act(chain.registrar, 'renounceRole', [REGISTRAR_ROLE, chain.registrar]);
    expect(await ask('isRegistrar', [chain.registrar])).toBe(false);
    expect((await refuse(stranger, 'renounceRole', [REGISTRAR_ROLE, stranger])).name).toBe('LastRegistrar');
  });

  it('cannot be revoked by a registrar', async () => {
    await act(chain.registrar, 'proposeRegistrar', [stranger], START);
    await act(stranger, 'acceptRegistrar', [], START + DAY);
    expect(await refuse(chain.registrar, 'revokeRole', [REGISTRAR_ROLE, stranger])).toEqual({
      name: 'AccessControlUnauthorizedAccount',
      values: [chain.registrar, ZERO],
    });
  });
});
