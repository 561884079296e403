import { dataLength, dataSlice, id, keccak256, toBeHex, toUtf8Bytes, zeroPadValue } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, GENESIS, OPEN, ZERO, deployLedger, deployRegistry, openChain, write } from './chain.ts';
import type { Chain, Target } from './chain.ts';
import { keyed } from './ledger-at.ts';
import { anchorWordOf, hashOf } from './typed-data.ts';

const START = GENESIS + DAY;
const PARTY = keccak256(toUtf8Bytes('urn:a'));
const HEADER = {
  number: 1,
  previous: ZERO,
  records: id('records'),
  recordCount: 3,
  heads: id('heads'),
  sealedAt: START - 9,
};

let chain: Chain;
let registry: Target;
let ledger: Target;
let key: string;

beforeAll(async () => {
  chain = await openChain();
  registry = await deployRegistry(chain);
  ledger = await deployLedger(chain, registry);
  [key] = chain.others as [string];
  const act = (name: string, args: unknown[], time: number): Promise<unknown> =>
    write(chain, registry, chain.registrar, name, args, time);
  await act('registerParty', ['urn:a', key, 2], START - 20);
  await act('closeRole', [PARTY, 2], START - 10);
  await act('openRole', [PARTY, 2], START - 5);
  await write(chain, ledger, chain.anchorer, 'anchor', [HEADER], START);
});

afterAll(() => chain.close());

const slotAt = (number: number): string => toBeHex(number, 32);
const load = async ({ address }: Target, slot: string): Promise<string> =>
  zeroPadValue((await chain.request('eth_getStorageAt', [address, slot, 'latest'])) as string, 32);
/** Returns the big-endian integer that begins `offset` bytes from the slot's least significant end. */
const part = (word: string, offset: number, bytes: number): bigint =>
  BigInt(dataSlice(word, dataLength(word) - offset - bytes, dataLength(word) - offset));
const element = (list: string, index: number): string => toBeHex(BigInt(keccak256(list)) + BigInt(index), 32);

describe('The storage layout of docs/spec/storage.md', () => {
  it('has the word of a batch in the mapping at slot 3 of the ledger', async () => {
    expect(await load(ledger, keyed('uint64', 1, slotAt(3)))).toBe(
      anchorWordOf(hashOf('BatchHeader', HEADER), START),
    );
    expect(await load(ledger, keyed('uint64', 2, slotAt(3)))).toBe(ZERO);
  });

  it('has the latest batch in slot 4, and the end of the ledger there and in slot 5', async () => {
    const word = await load(ledger, slotAt(4));
    const parts = [part(word, 0, 8), part(word, 8, 8), part(word, 16, 8), part(word, 24, 8)];
    expect(parts).toEqual([1n, BigInt(START - 9), BigInt(START), 0n]);
    await write(chain, ledger, chain.admin, 'close', [key]);
    expect(part(await load(ledger, slotAt(4)), 24, 1)).toBe(1n);
    expect(await load(ledger, slotAt(5))).toBe(zeroPadValue(key.toLowerCase(), 32));
  });

  it('has the windows of a role and of a key in lists under slots 6 and 7 of the registry', async () => {
    const roles = keyed('uint8', 2, keyed('bytes32', PARTY, slotAt(6)));
    expect(await load(registry, roles)).toBe(toBeHex(2, 32));
    expect(await windowAt(element(roles, 0))).toEqual([BigInt(START - 20), BigInt(START - 10)]);
    expect(await windowAt(element(roles, 1))).toEqual([BigInt(START - 5), OPEN]);
    const keys = keyed('address', key, keyed('bytes32', PARTY, slotAt(7)));
    expect(await load(registry, keys)).toBe(toBeHex(1, 32));
    expect(await windowAt(element(keys, 0))).toEqual([BigInt(START - 20), OPEN]);
  });

  it('has the party of an identifier in slot 4, and the number of registrars in slot 2', async () => {
    expect(await load(registry, keyed('bytes32', PARTY, slotAt(4)))).toBe(PARTY);
    expect(await load(registry, slotAt(2))).toBe(toBeHex(1, 32));
  });

  async function windowAt(slot: string): Promise<bigint[]> {
    const word = await load(registry, slot);
    expect(word.startsWith(toBeHex(0, 16))).toBe(true);
    return [part(word, 0, 8), part(word, 8, 8)];
  }
});
