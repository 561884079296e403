import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployLedger, type Deployment, SharedPower } from '../../../chain/contracts/deploy.ts';
import { ChainRefusal } from '../../../chain/contracts/refusal.ts';
import { openRegistryWriter, type RegistryWriter } from '../../../chain/contracts/registry.ts';
import { openRpcReader } from '../../../chain/rpc-reader.ts';
import type { ChainReader } from '../../../core/verify/chain-reader.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { ROLES } from '../../../core/records/kind.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { PARTIES, type PartyName, startTestChain, type TestChain } from '../../helpers/chain.ts';

const KEY_DELAY = 100;

let chain: TestChain;
let deployed: Deployment;
let parties: Record<PartyName, Hex>;
let registrar: RegistryWriter;

beforeAll(async () => {
  chain = await startTestChain();
  deployed = await chain.deploy({ keyDelay: KEY_DELAY });
  parties = await chain.registerParties(deployed.registry);
  registrar = openRegistryWriter(deployed.registry, chain.accounts.registrar);
});

afterAll(async () => chain.stop());

function read(): ChainReader {
  const finality = { confirmations: 0 };
  return openRpcReader({
    urls: [chain.url],
    quorum: 1,
    finality,
    chainId: chain.chainId,
    ledger: deployed.ledger,
  });
}

async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ChainRefusal);
  return (error as ChainRefusal).refusal.name;
}

describe('A registry writer', () => {
  it('opens and closes a role', async () => {
    await registrar.openRole(parties.company, ROLES.provider);
    const opened = (await chain.head()).time;
    const { block } = await registrar.closeRole(parties.company, ROLES.provider);
    const head = await chain.head();
    expect(block).toBe(head.number);
    expect(await read().roleWindows(parties.company, ROLES.provider)).toEqual([
      { from: opened, until: head.time },
    ]);
  });

  it("adds a key that opens after the registry's delay, by the registrar or by the party itself", async () => {
    const { company, stranger, regulator } = chain.accounts;
    const own = openRegistryWriter(deployed.registry, company);
    await registrar.addKey(parties.company, stranger.address);
    const first = (await chain.head()).time;
    await own.openOwnKey(parties.company, regulator.address);
    const second = (await chain.head()).time;
    await own.closeOwnKey(parties.company, stranger.address);
    const closed = (await chain.head()).time;
    expect(await read().keyWindows(parties.company, stranger.address)).toEqual([
      { from: first + KEY_DELAY, until: closed },
    ]);
    expect(await read().keyWindows(parties.company, regulator.address)).toEqual([
      { from: second + KEY_DELAY, until: MAX_UINT },
    ]);
  });

  it('closes all keys of a suspended party', async () => {
    await registrar.suspend(parties.auditor);
    const { time } = await chain.head();
    const [window] = await read().keyWindows(parties.auditor, chain.accounts.auditor.address);
    expect(window?.until).toBe(time);
  });

  it('adds an identifier, and is rejected when another party has it', async () => {
    await registrar.addIdentifier(parties.exchange, 'demo:market');
    expect(await refusalOf(registrar.addIdentifier(parties.company, 'demo:market'))).toBe('IdentifierTaken');
  });

  it('rejects with the name of the error when the registry reverts', async () => {
    const stranger = openRegistryWriter(deployed.registry, chain.accounts.stranger);
    const again = { ...PARTIES.company, key: chain.accounts.company.address };
    expect(await refusalOf(registrar.registerParty(again))).toBe('IdentifierTaken');
    expect(await refusalOf(registrar.openRole(parties.company, ROLES.auditor))).toBe('RoleExcluded');
    expect(await refusalOf(stranger.suspend(parties.company))).toBe('AccessControlUnauthorizedAccount');
    expect(await refusalOf(stranger.openOwnKey(parties.company, chain.accounts.stranger.address))).toBe(
      'NotOwnKey',
    );
  });
});

describe('deployLedger', () => {
  it('rejects the same account as two of admin, registrar and anchorer, and sends nothing', async () => {
    const { admin, registrar, anchorer } = chain.accounts;
    const before = await chain.head();
    const powers = { admin: admin.address, registrar: registrar.address, anchorer: anchorer.address };
    for (const shared of [
      { registrar: anchorer.address },
      { registrar: admin.address },
      { anchorer: admin.address.toLowerCase() },
    ]) {
      await expect(deployLedger(admin, { ...powers, ...shared })).rejects.toBeInstanceOf(SharedPower);
    }
    expect(await chain.head()).toEqual(before);
  });

  it('rejects with the name of the error when a contract reverts', async () => {
    await expect(chain.deploy({ maxDelay: 0 })).rejects.toMatchObject({ refusal: { name: 'InvalidDelay' } });
  });
});
