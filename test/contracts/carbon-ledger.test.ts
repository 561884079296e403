import {
  SigningKey,
  Wallet,
  ZeroAddress,
  getBytes,
  id,
  keccak256,
  toUtf8Bytes,
  TypedDataEncoder,
} from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carbonLedgerBytecode } from '../../chain/generated/carbon-ledger-bytecode.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import {
  DAY,
  GENESIS,
  HOUR,
  ZERO,
  deploy,
  deployLedger,
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
import { anchorWordOf, digestOf, domainOf, hashOf } from './typed-data.ts';

const START = GENESIS + DAY;
const ANCHOR_ROLE = id('ANCHOR_ROLE');
const STATEMENT = '{"title":"Inventory"}';
const PARTY = keccak256(toUtf8Bytes('urn:company'));

interface Header {
  number: number;
  previous: string;
  records: string;
  recordCount: number;
  heads: string;
  sealedAt: number;
}

let chain: Chain;
let registry: Target;
let ledger: Target;

beforeEach(async () => {
  chain = await openChain();
  registry = await deployRegistry(chain);
  ledger = await deployLedger(chain, registry);
});

afterEach(() => chain.close());

const first = (changes: Partial<Header> = {}): Header => ({
  number: 1,
  previous: ZERO,
  records: id('records'),
  recordCount: 3,
  heads: id('heads'),
  sealedAt: START - 10,
  ...changes,
});
const second = (changes: Partial<Header> = {}): Header =>
  first({ number: 2, previous: hashOf('BatchHeader', first()), sealedAt: START + 100, ...changes });
const anchor = (header: Header, time: number, from = chain.anchorer): Promise<Receipt> =>
  write(chain, ledger, from, 'anchor', [header], time);
const refuse = (header: Header, time: number, from = chain.anchorer): Promise<Refusal> =>
  refusalOf(ledger, anchor(header, time, from));
const ask = async (name: string, args: readonly unknown[] = []): Promise<unknown[]> =>
  toPlain(await read(chain, ledger, name, args)) as unknown[];

describe('CarbonLedger.constructor', () => {
  it.each([
    ['no admin', (): unknown[] => [ZeroAddress, chain.anchorer, registry.address, HOUR], 'InvalidAccount'],
    ['no anchorer', (): unknown[] => [chain.admin, ZeroAddress, registry.address, HOUR], 'InvalidAccount'],
    [
      'a registry without code',
      (): unknown[] => [chain.admin, chain.anchorer, chain.admin, HOUR],
      'InvalidAccount',
    ],
    ['no delay', (): unknown[] => [chain.admin, chain.anchorer, registry.address, 0], 'InvalidDelay'],
    [
      'a delay over a year',
      (): unknown[] => [chain.admin, chain.anchorer, registry.address, 366 * DAY],
      'InvalidDelay',
    ],
  ])('reverts for %s', async (_, args, error) => {
    const refusal = refusalOf(ledger, deploy(chain, carbonLedgerAbi, carbonLedgerBytecode, args()));
    expect((await refusal).name).toBe(error);
  });

  it('sets registry and delay, and has the domain separator of ethers', async () => {
    expect(await ask('registry')).toEqual([registry.address]);
    expect(await ask('maxDelay')).toEqual([BigInt(6 * HOUR)]);
    const domain = domainOf(31_337, ledger.address);
    expect(await ask('domainSeparator')).toEqual([TypedDataEncoder.hashDomain(domain)]);
    expect((await ask('eip712Domain')).slice(1, 5)).toEqual(['CarbonLedger', '1', 31_337n, ledger.address]);
  });
});

describe('CarbonLedger.anchor', () => {
  it('stores one word, and emits the header as an event', async () => {
    const header = first();
    const { events } = await anchor(header, START);
    const { number, previous, recordCount, sealedAt, ...hashes } = header;
    expect(previous).toBe(ZERO);
    expect(events).toEqual([
      {
        name: 'BatchAnchored',
        values: {
          ...hashes,
          number: BigInt(number),
          header: hashOf('BatchHeader', header),
          recordCount: BigInt(recordCount),
          sealedAt: BigInt(sealedAt),
          anchoredAt: BigInt(START),
        },
      },
    ]);
    expect(await ask('anchors', [1])).toEqual([anchorWordOf(hashOf('BatchHeader', header), START)]);
    expect(await ask('latestBatch')).toEqual([1n, BigInt(sealedAt), BigInt(START)]);
    expect(await ask('latest')).toEqual([1n]);
  });

  it('accepts the next header, and keeps the word of the one before', async () => {
    await anchor(first(), START);
    const word = await ask('anchors', [1]);
    await anchor(second(), START + 200);
    expect(await ask('anchors', [1])).toEqual(word);
    expect(await ask('anchors', [2])).toEqual([anchorWordOf(hashOf('BatchHeader', second()), START + 200)]);
    expect(await ask('anchors', [3])).toEqual([ZERO]);
  });

  it('accepts a header sealed in the same second as the last one, and the oldest one that maxDelay allows', async () => {
    await anchor(first(), START);
    await anchor(second({ sealedAt: START - 10 }), START - 10 + 6 * HOUR);
  });

  it.each([
    ['0', 0, 1],
    ['2', 2, 1],
    ['2^64 - 1', 2n ** 64n - 1n, 1],
  ])('reverts for number %s as the first', async (_, number, expected) => {
    const refusal = await refuse({ ...first(), number: number as number }, START);
    expect(refusal).toEqual({ name: 'WrongNumber', values: [BigInt(number), BigInt(expected)] });
  });

  it('reverts for a number that is not the next one', async () => {
    await anchor(first(), START);
    for (const number of [0, 1, 3]) {
      expect(await refuse(second({ number }), START + 200)).toEqual({
        name: 'WrongNumber',
        values: [BigInt(number), 2n],
      });
    }
  });

  it('reverts for a previous that is not the latest header', async () => {
    expect(await refuse(first({ previous: id('other') }), START)).toEqual({
      name: 'WrongPrevious',
      values: [id('other'), 0n, 0n, ZERO],
    });
    await anchor(first(), START);
    const [word] = await ask('anchors', [1]);
    for (const previous of [ZERO, id('other'), word as string]) {
      expect(await refuse(second({ previous }), START + 200)).toEqual({
        name: 'WrongPrevious',
        values: [previous, 1n, BigInt(START), word],
      });
    }
  });

  it.each([0, 2 ** 31 + 1])('reverts for %i records', async (recordCount) => {
    expect(await refuse(first({ recordCount }), START)).toEqual({
      name: 'InvalidRecordCount',
      values: [BigInt(recordCount)],
    });
  });

  it('reverts for a sealedAt before the last one, not before the block, or too long before the block', async () => {
    expect(await refuse(first({ sealedAt: START }), START)).toEqual({
      name: 'SealedAhead',
      values: [BigInt(START), BigInt(START)],
    });
    expect(await refuse(first({ sealedAt: START + 2 }), START + 1)).toEqual({
      name: 'SealedAhead',
      values: [BigInt(START + 2), BigInt(START + 1)],
    });
    const late = START - 10 + 6 * HOUR + 1;
    expect(await refuse(first(), late)).toEqual({
      name: 'SealedTooLate',
      values: [BigInt(START - 10), BigInt(late), BigInt(6 * HOUR)],
    });
    await anchor(first({ sealedAt: late - 5 }), late + 1);
    const previous = hashOf('BatchHeader', first({ sealedAt: late - 5 }));
    expect(await refuse(second({ previous, sealedAt: late - 6 }), late + 2)).toEqual({
      name: 'SealedBackwards',
      values: [BigInt(late - 6), BigInt(late - 5)],
    });
  });

  it('reverts with AlreadyAnchored for a header that is sent again, and changes nothing', async () => {
    await anchor(first(), START);
    const word = await ask('anchors', [1]);
    expect(await refuse(first(), START + 9 * HOUR)).toEqual({
      name: 'AlreadyAnchored',
      values: [1n, hashOf('BatchHeader', first())],
    });
    expect(await ask('anchors', [1])).toEqual(word);
    await anchor(second({ sealedAt: START + 9 * HOUR }), START + 9 * HOUR + 1);
    expect((await refuse(first(), START + 10 * HOUR)).name).toBe('WrongNumber');
  });

  it('may be called only by the anchorer', async () => {
    expect(await refuse(first(), START, chain.admin)).toEqual({
      name: 'AccessControlUnauthorizedAccount',
      values: [chain.admin, ANCHOR_ROLE],
    });
  });

  it('may not be called by a registrar, even if the admin grants it the role', async () => {
    await write(chain, ledger, chain.admin, 'grantRole', [ANCHOR_ROLE, chain.registrar]);
    expect(await refuse(first(), START, chain.registrar)).toEqual({
      name: 'RegistrarMayNotAnchor',
      values: [chain.registrar],
    });
    const [spare] = chain.others as [string];
    await write(chain, ledger, chain.admin, 'grantRole', [ANCHOR_ROLE, spare]);
    await anchor(first(), START, spare);
  });
});

describe('CarbonLedger.close', () => {
  it('ends the ledger once, by its admin', async () => {
    const [next, stranger] = chain.others as [string, string];
    const close = (from: string): Promise<Receipt> => write(chain, ledger, from, 'close', [next]);
    expect(await refusalOf(ledger, close(stranger))).toEqual({
      name: 'AccessControlUnauthorizedAccount',
      values: [stranger, ZERO],
    });
    await anchor(first(), START);
    expect(await ask('closed')).toEqual([false]);
    expect((await close(chain.admin)).events).toEqual([
      { name: 'LedgerEnded', values: { latest: 1n, successor: next } },
    ]);
    expect(await ask('closed')).toEqual([true]);
    expect(await ask('successor')).toEqual([next]);
    expect(await ask('latestBatch')).toEqual([1n, BigInt(START - 10), BigInt(START)]);
    const ended = { name: 'LedgerClosed', values: [next] };
    expect(await refusalOf(ledger, close(chain.admin))).toEqual(ended);
    expect(await refuse(second(), START + 200)).toEqual(ended);
    expect((await refuse(first(), START + 201)).name).toBe('AlreadyAnchored');
  });

  it('accepts the zero address as successor, but not the ledger itself', async () => {
    const close = (next: string): Promise<Receipt> => write(chain, ledger, chain.admin, 'close', [next]);
    expect(await refusalOf(ledger, close(ledger.address))).toEqual({
      name: 'InvalidAccount',
      values: [ledger.address],
    });
    await close(ZeroAddress);
    expect(await refuse(first(), START)).toEqual({ name: 'LedgerClosed', values: [ZeroAddress] });
  });
});

describe('CarbonLedger.notice', () => {
  const wallet = new Wallet(id('company'));
  const record = (changes: object = {}): Record<string, unknown> => ({
    party: PARTY,
    kind: 3,
    subject: 'inventory/2024',
    sequence: 1,
    previous: ZERO,
    entries: id('entries'),
    sources: [],
    statement: keccak256(toUtf8Bytes(STATEMENT)),
    ...changes,
  });
  const sign = (value: object): string =>
    new SigningKey(wallet.privateKey).sign(digestOf(domainOf(31_337, ledger.address), 'Record', value))
      .serialized;
  const notice = (
    value: object,
    signature = sign(value),
    time?: number,
    statement = STATEMENT,
  ): Promise<Receipt> => write(chain, ledger, chain.admin, 'notice', [value, statement, signature], time);

  beforeEach(async () => {
    await write(chain, registry, chain.registrar, 'registerParty', ['urn:company', wallet.address, 1], START);
  });

  it('publishes a whole record with its time, for any caller', async () => {
    const value = record({ sources: [id('a'), id('b')].sort() });
    const { events } = await notice(value, sign(value), START + 5);
    expect(events).toHaveLength(1);
    expect(events[0]?.name).toBe('RecordNoticed');
    const { record: published, ...rest } = events[0]?.values ?? {};
    expect(
      hashOf(
        'Record',
        Object.fromEntries(Object.keys(value).map((name, index) => [name, (published as unknown[])[index]])),
      ),
    ).toBe(hashOf('Record', value));
    expect(rest).toEqual({
      id: hashOf('Record', value),
      party: PARTY,
      key: wallet.address,
      statement: STATEMENT,
      signature: sign(value),
      noticedAt: BigInt(START + 5),
    });
  });

  it('reverts for another statement', async () => {
    expect(await refusalOf(ledger, notice(record(), sign(record()), START + 5, '{}'))).toEqual({
      name: 'WrongStatement',
      values: [keccak256(toUtf8Bytes('{}')), record()['statement']],
    });
  });

  it('reverts for a role that may not write the kind', async () => {
    for (const [kind, roles] of [
      [4, 4],
      [5, 24],
    ] as const) {
      const refusal = await refusalOf(ledger, notice(record({ kind }), undefined, START + 5 + kind));
      expect(refusal).toEqual({
        name: 'RoleNotHeld',
        values: [PARTY, BigInt(roles), BigInt(START + 5 + kind), BigInt(START + 5 + kind)],
      });
    }
  });

  it('reverts for a role or key that was closed in this block, and for another key', async () => {
    const signature = sign(record());
    await write(chain, registry, chain.registrar, 'closeRole', [PARTY, 1], START + 9);
    expect(await refusalOf(ledger, notice(record(), signature, START + 9))).toEqual({
      name: 'RoleNotHeld',
      values: [PARTY, 1n, BigInt(START + 9), BigInt(START + 9)],
    });
    await write(chain, registry, chain.registrar, 'closeKey', [PARTY, wallet.address], START + 20);
    expect(await refusalOf(ledger, notice(record(), signature, START + 20))).toEqual({
      name: 'KeyNotHeld',
      values: [PARTY, wallet.address, BigInt(START + 20), BigInt(START + 20)],
    });
  });

  it('reverts for a signature of another length', async () => {
    const short = sign(record()).slice(0, -2);
    expect(await refusalOf(ledger, notice(record(), short))).toEqual({
      name: 'ECDSAInvalidSignatureLength',
      values: [BigInt(getBytes(short).length)],
    });
  });
});
