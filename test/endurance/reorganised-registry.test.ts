import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registryInterface } from '../../chain/contracts/registry-event.ts';
import { openApi } from '../../client/http/api.ts';
import { openPolicyReader } from '../../client/policies/policy-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { ROLES } from '../../core/records/kind.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import { makePolicy } from '../../devnet/stack/local-ledger.ts';
import { recordViewSchema } from '../../server/http/schemas.ts';
import { PARTIES, startTestChain, type TestChain } from '../helpers/chain.ts';
import { recover, reorganise, untilRead, untilSent } from './reorganise.ts';
import { draftRecord, type Service, startService, type SubmitAnswer } from './service.ts';

/** Blocks below the newest one that are not final. */
const OPEN = 8;
const COMPANY = hashParty(PARTIES.company.identifier);
const WAIT = { timeout: 60_000, interval: 20 };

let chain: TestChain;
let service: Service;
/** Streams from here on are those of records that the test sends itself. */
let stream = 1_000;

beforeAll(async () => {
  chain = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
  service = await startService(chain, OPEN);
});

afterAll(async () => {
  await service.stop();
  await chain.stop();
});

/** Returns the registrar's transaction that calls the registry, signed, `after` as many that it has not sent yet. */
async function signRegistrar(name: string, values: readonly unknown[], after = 0): Promise<Hex> {
  const { registrar } = chain.accounts;
  const signed = await registrar.signTransaction({
    chainId: chain.chainId,
    type: 2,
    nonce: (await registrar.getNonce()) + after,
    to: service.deployed.registry,
    data: registryInterface.encodeFunctionData(name, values),
    gasLimit: 300_000,
    maxFeePerGas: 100_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
  });
  return signed as Hex;
}

async function send(raw: Hex): Promise<void> {
  await chain.send('eth_sendRawTransaction', [raw]);
}

async function statusOf(raw: Hex): Promise<number | null | undefined> {
  return (await chain.provider.getTransactionReceipt(Transaction.from(raw).hash!))?.status;
}

async function blockOf(raw: Hex): Promise<number> {
  return (await chain.provider.getTransactionReceipt(Transaction.from(raw).hash!))?.blockNumber ?? NaN;
}

/** Sends a record in a stream of its own; returns what was answered. */
async function trySubmit(): Promise<SubmitAnswer> {
  return service.submit(draftRecord(chain, service.deployed.ledger, ++stream).submission);
}

async function readRecord(id: Hex): Promise<{ state: string; rejected: string | undefined }> {
  const { state, rejected } = await openApi(service.url).get(`/v1/records/${id}`, recordViewSchema);
  return { state, rejected: rejected?.code };
}

/** Has what waits mined, and makes it final under blocks of later times. */
async function finalise(): Promise<void> {
  await chain.mine();
  await chain.mineAt((await chain.head()).time + 2);
  await chain.mine(OPEN + 1);
  await untilRead(service);
}

const KEY = (): readonly unknown[] => [COMPANY, chain.accounts.company.address];
const ROLE = [COMPANY, ROLES.company];

describe('a service whose registry is reorganised', { timeout: 90_000 }, () => {
  it('takes the records of a key again whose closing was lost', async () => {
    const closing = await signRegistrar('closeKey', KEY());
    await send(closing);
    await untilRead(service);
    expect(await trySubmit()).toEqual({ status: 403, code: 'closed-key' });
    await reorganise(service, 1);
    expect(await statusOf(closing)).toBeUndefined();
    expect(await service.tryRegister()).toEqual({ status: 201, code: null });
    await recover(service);
  });

  it('takes a record again that it rejected by a closing that was lost, and anchors it', async () => {
    await chain.setMining('off');
    const number = (await service.status()).sealed + 1;
    await service.register();
    await untilSent(service, number);
    // It waits for the other, which no block holds yet.
    const { id, submission } = draftRecord(chain, service.deployed.ledger, ++stream);
    expect(await service.submit(submission)).toMatchObject({ status: 201 });
    const closing = await signRegistrar('closeKey', KEY());
    await send(closing);
    await chain.mine();
    expect(await statusOf(closing)).toBe(1);
    await expect.poll(() => readRecord(id), WAIT).toEqual({ state: 'rejected', rejected: 'closed-key' });
    await reorganise(service, 1);
    expect(await statusOf(closing)).toBeUndefined();
    expect(await readRecord(id)).toEqual({ state: 'rejected', rejected: 'closed-key' });
    expect(await service.submit(submission)).toMatchObject({ status: 201 });
    await recover(service);
    expect((await readRecord(id)).state).toBe('anchored');
  });

  it('refuses the records of a role whose opening was lost, and takes them when it is opened again', async () => {
    await chain.mineAt((await chain.head()).time + 2);
    await send(await signRegistrar('closeRole', ROLE));
    await finalise();
    const opening = await signRegistrar('openRole', ROLE);
    await send(opening);
    await untilRead(service);
    expect(await trySubmit()).toEqual({ status: 403, code: 'waiting-role' });
    await reorganise(service, 1);
    expect(await statusOf(opening)).toBeUndefined();
    expect(await trySubmit()).toEqual({ status: 403, code: 'closed-role' });
    await send(opening);
    await finalise();
    expect(await statusOf(opening)).toBe(1);
    expect(await service.tryRegister()).toEqual({ status: 201, code: null });
    await recover(service);
  });

  it('follows a role that stays closed since its opening came before its closing', async () => {
    const [close, open] = [await signRegistrar('closeRole', ROLE), await signRegistrar('openRole', ROLE, 1)];
    const [early, late] = [await signRegistrar('openRole', ROLE), await signRegistrar('closeRole', ROLE, 1)];
    // What was anchored in the same second would be anchored too late.
    await chain.mineAt((await chain.head()).time + 2);
    await send(close);
    await untilRead(service);
    await send(open);
    await untilRead(service);
    expect(await trySubmit()).toEqual({ status: 403, code: 'waiting-role' });
    await reorganise(service, 2, [
      [early, 0],
      [late, 1],
    ]);
    await untilRead(service);
    expect([await statusOf(early), await statusOf(late)]).toEqual([0, 1]);
    expect([await statusOf(close), await statusOf(open)]).toEqual([undefined, undefined]);
    expect(await trySubmit()).toEqual({ status: 403, code: 'closed-role' });
    await send(await signRegistrar('openRole', ROLE));
    await finalise();
    expect(await service.tryRegister()).toEqual({ status: 201, code: null });
    await recover(service);
  });

  it('is whole after all that', async () => {
    expect((await service.check()).records).toBeGreaterThanOrEqual(5);
  });

  it('keeps a record whose key is closed before its anchor now, and its proof says so', async () => {
    const { id, submission } = draftRecord(chain, service.deployed.ledger, ++stream);
    const number = (await service.status()).sealed + 1;
    expect(await service.submit(submission)).toMatchObject({ status: 201 });
    await expect.poll(async () => (await service.status()).anchored, WAIT).toBe(number);
    const { id: header, anchor } = await service.batch(number);
    const anchoring = (await chain.send('eth_getRawTransactionByHash', [anchor?.transaction])) as Hex;
    // A later second than the anchor's: the key held when it was mined.
    await chain.send('anvil_setNextBlockTimestamp', [(await chain.head()).time + 5]);
    const closing = await signRegistrar('closeKey', KEY());
    await send(closing);
    await untilRead(service);
    expect(await blockOf(closing)).toBeGreaterThan(await blockOf(anchoring));
    await reorganise(service, 2, [
      [closing, 0],
      [anchoring, 1],
    ]);
    expect([await statusOf(closing), await statusOf(anchoring)]).toEqual([1, 1]);
    expect(await blockOf(closing)).toBeLessThan(await blockOf(anchoring));
    await recover(service);
    expect(await trySubmit()).toEqual({ status: 403, code: 'closed-key' });
    const after = await service.batch(number);
    expect([after.id, after.anchor?.transaction]).toEqual([header, anchor?.transaction]);
    await finalise();
    expect(await readRecord(id)).toEqual({ state: 'final', rejected: undefined });
    expect(await authorityOf(id)).toBe('fail');
  });
});

/** Returns what a verifier finds of a record's key and role, as of the newest block that is final. */
async function authorityOf(id: Hex): Promise<string | undefined> {
  await chain.mine(OPEN + 1);
  await untilRead(service);
  const { ledger, registry, block } = service.deployed;
  const policy = await makePolicy({ chainId: chain.chainId, ledger, registry, startBlock: block }, chain.url);
  const reader = await openPolicyReader(policy);
  const file = await openApi(service.url).getBytes(`/v1/records/${id}/bundle`);
  const { time } = await chain.head();
  const { checks } = await verifyBundle(file, { policy, reader, now: time });
  return checks.find(({ check }) => check === 'authority')?.result;
}
