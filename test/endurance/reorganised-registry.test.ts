import { Transaction } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Interface } from 'ethers';
import { partyRegistryAbi } from '../../chain/generated/party-registry.ts';
import { openApi } from '../../client/http/api.ts';
import { openPolicyReader } from '../../jobs/verify/policy-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { ROLES } from '../../core/records/kind.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import { makePolicy } from '../../devnet/stack/local-ledger.ts';
import { recordViewSchema } from '../../server/http/schemas.ts';
import { PARTIES, startTestChain, type TestChain } from '../helpers/chain.ts';
import { recover, reorganise, untilRead, untilSent } from './reorganise.ts';
import { draftRecord, type Service, startService, type SubmitAnswer } from './service.ts';

/** How many of the newest blocks are not final. */
const OPEN = 8;
const COMPANY = hashParty(PARTIES.company.identifier);
const WAIT = { timeout: 60_000, interval: 20 };

let chain: TestChain;
let service: Service;
/** The first stream number for records that the test sends itself. */
let stream = 1_000;

beforeAll(async () => {
  chain = await startTestChain({ slotsInAnEpoch: OPEN / 2 });
  service = await startService(chain, OPEN);
});

afterAll(async () => {
  await service.stop();
  await chain.stop();
});

/** Returns a signed call of the registry by the registrar. `after` counts earlier ones that were not sent yet. */
async function signRegistrar(name: string, values: readonly unknown[], after = 0): Promise<Hex> {
  const { registrar } = chain.accounts;
  const signed = await registrar.signTransaction({
    chainId: chain.chainId,
    type: 2,
    nonce: (await registrar.getNonce()) + after,
    to: service.deployed.registry,
    data: new Interface(partyRegistryAbi).encodeFunctionData(name, values),
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

/** Sends a record in a stream of its own. Returns the answer. */
async function trySubmit(): Promise<SubmitAnswer> {
  return service.submit(draftRecord(chain, service.deployed.ledger, ++stream).submission);
}

async function readRecord(id: Hex): Promise<{ state: string; rejected: string | undefined }> {
  const { state, rejected } = await openApi(service.url).get(`/v1/records/${id}`, recordViewSchema);
  return { state, rejected: rejected?.code };
}

/** Mines all waiting transactions, and later blocks that make them final. */
async function finalise(): Promise<void> {
  await chain.mine();
  await chain.mineAt((await chain.head()).time + 2);
  await chain.mine(OPEN + 1);
  await untilRead(service);
}

const KEY = (): readonly unknown[] => [COMPANY, chain.accounts.company.address];
const ROLE = [COMPANY, ROLES.company];

describe('a service whose registry is reorganised', { timeout: 90_000 }, () => {
  it('accepts records of a key again after a reorganisation removes the closing of the key', async () => {
    const closing = await signRegistrar('closeKey', KEY());
    await send(closing);
    await untilRead(service);
    expect(await trySubmit()).toEqual({ status: 403, code: 'closed-key' });
    await reorganise(service, 1);
    expect(await statusOf(closing)).toBeUndefined();
    expect(await service.tryRegister()).toEqual({ status: 201, code: null });
    await recover(service);
  });

  it('accepts and anchors a rejected record when the block that closed its key was lost', async () => {
    await chain.setMining('off');
    const number = (await service.status()).sealed + 1;
    await service.register();
    await untilSent(service, number);
    // It waits for the other record, which is not anchored yet.
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

  it('refuses records of a role when the block that opened it was lost, and accepts them when it is opened again', async () => {
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

  it('refuses records of a role whose opening and closing change their order', async () => {
    const [close, open] = [await signRegistrar('closeRole', ROLE), await signRegistrar('openRole', ROLE, 1)];
    const [early, late] = [await signRegistrar('openRole', ROLE), await signRegistrar('closeRole', ROLE, 1)];
    // A record anchored in the same second would be anchored too late.
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

  it('passes the check of the whole ledger afterwards', async () => {
    expect((await service.check()).records).toBeGreaterThanOrEqual(5);
  });

  it('keeps a record whose key is now closed before its anchor, and its proof file shows that', async () => {
    const { id, submission } = draftRecord(chain, service.deployed.ledger, ++stream);
    const number = (await service.status()).sealed + 1;
    expect(await service.submit(submission)).toMatchObject({ status: 201 });
    await expect.poll(async () => (await service.status()).anchored, WAIT).toBe(number);
    const { id: header, anchor } = await service.batch(number);
    const anchoring = (await chain.send('eth_getRawTransactionByHash', [anchor?.transaction])) as Hex;
    // One second later than the anchor: the key was valid when it was mined.
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

/** Returns what a verifier finds about a record's key and role, as of the final block. */
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
