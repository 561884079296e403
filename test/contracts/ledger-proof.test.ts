import { id, keccak256, toBeHex, toUtf8Bytes } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ZERO,
  deployLedger,
  deployRegistry,
  openChain,
  read,
  refusalOf,
  toPlain,
  type Chain,
  type Refusal,
  type Target,
} from './chain.ts';
import { rootOf, walk, type Item } from './literal-map.ts';
import { hashOf } from './typed-data.ts';

const TOO_LARGE = 2n ** 53n;
const HEADER = { number: 1, previous: ZERO, records: id('r'), recordCount: 1, heads: ZERO, sealedAt: 5 };

let chain: Chain;
let ledger: Target;

beforeAll(async () => {
  chain = await openChain();
  ledger = await deployLedger(chain, await deployRegistry(chain));
});

afterAll(() => chain.close());

const ask = async (name: string, args: readonly unknown[]): Promise<unknown> =>
  toPlain((await read(chain, ledger, name, args))[0]);
const refuse = (name: string, args: readonly unknown[]): Promise<Refusal> =>
  refusalOf(ledger, read(chain, ledger, name, args));

const entry = (changes: object = {}): object => ({
  ...{ key: 'scope1/diesel', coefficient: 125, scale: 1, unit: 't{CO2e}', from: 0, until: 0 },
  ...{ detail: ZERO, salt: ZERO, ...changes },
});
const record = (changes: object = {}): Record<string, unknown> => ({
  ...{ party: id('urn:a'), kind: 4, subject: 'replay', sequence: 1, previous: ZERO, entries: ZERO },
  ...{ sources: [], statement: id('{}'), ...changes },
});

describe('Bounds of an entry', () => {
  it.each([
    ['InvalidKeyLength', { key: '' }, [0n]],
    ['InvalidKeyLength', { key: 'k'.repeat(257) }, [257n]],
    ['InvalidUnitLength', { unit: 'u'.repeat(65) }, [65n]],
    ['InvalidQuantity', { coefficient: 120 }, [120n, 1n, 't{CO2e}']],
    ['InvalidQuantity', { coefficient: 0 }, [0n, 1n, 't{CO2e}']],
    ['InvalidQuantity', { scale: 31 }, [125n, 31n, 't{CO2e}']],
    ['InvalidQuantity', { scale: 0, coefficient: 10n ** 38n }, [10n ** 38n, 0n, 't{CO2e}']],
    ['InvalidQuantity', { scale: 0, coefficient: -(10n ** 38n) }, [-(10n ** 38n), 0n, 't{CO2e}']],
    ['InvalidQuantity', { scale: 0, coefficient: -(2n ** 255n) }, [-(2n ** 255n), 0n, 't{CO2e}']],
    ['InvalidQuantity', { unit: '' }, [125n, 1n, '']],
    ['InvalidQuantity', { unit: '', coefficient: 0 }, [0n, 1n, '']],
    ['InvalidPeriod', { from: 5, until: 5 }, [5n, 5n]],
    ['InvalidPeriod', { from: 5 }, [5n, 0n]],
    ['NumberTooLarge', { until: TOO_LARGE }, [TOO_LARGE]],
  ])('are rejected with %s for %o', async (name, changes, values) => {
    expect(await refuse('hashEntry', [entry(changes)])).toEqual({ name, values });
  });

  it.each([
    { key: 'k'.repeat(256) },
    { unit: 'u'.repeat(64) },
    { coefficient: 10n ** 38n - 1n, scale: 30 },
    { coefficient: 1n - 10n ** 38n, scale: 0 },
    { coefficient: 0, scale: 0, unit: '' },
    { from: 0, until: TOO_LARGE - 1n },
  ])('allow %o', async (changes) => {
    expect(await ask('hashEntry', [entry(changes)])).toBe(hashOf('Entry', entry(changes)));
  });
});

describe('Bounds of a record', () => {
  it.each([
    ['InvalidKind', { kind: 0 }, [0n]],
    ['InvalidKind', { kind: 6 }, [6n]],
    ['InvalidSubjectLength', { subject: '' }, [0n]],
    ['InvalidSubjectLength', { subject: 's'.repeat(129) }, [129n]],
    ['InvalidReplay', { kind: 3 }, [3n, 0n]],
    ['InvalidReplay', { sources: [id('a')] }, [4n, 1n]],
    ['InvalidSequence', { sequence: 0 }, [0n, ZERO]],
    ['InvalidSequence', { sequence: 0, previous: id('a') }, [0n, id('a')]],
    ['InvalidSequence', { previous: id('a') }, [1n, id('a')]],
    ['InvalidSequence', { sequence: 2 }, [2n, ZERO]],
    ['NumberTooLarge', { sequence: TOO_LARGE, previous: id('a') }, [TOO_LARGE]],
    [
      'SourcesNotAscending',
      { subject: 's', sources: [toBeHex(2, 32), toBeHex(2, 32)] },
      [1n, toBeHex(2, 32)],
    ],
    [
      'SourcesNotAscending',
      { subject: 's', sources: [ZERO, toBeHex(2, 32), toBeHex(1, 32)] },
      [2n, toBeHex(1, 32)],
    ],
  ])('are rejected with %s for %o', async (name, changes, values) => {
    expect(await refuse('hashRecord', [record(changes)])).toEqual({ name, values });
  });

  it('allow 256 sources, and no more', async () => {
    const sources = Array.from({ length: 257 }, (_, index) => toBeHex(index, 32));
    const most = record({ subject: 's', sources: sources.slice(1) });
    expect(await ask('hashRecord', [most])).toBe(hashOf('Record', most));
    expect(await refuse('hashRecord', [record({ subject: 's', sources })])).toEqual({
      name: 'TooManySources',
      values: [257n],
    });
  });
});

describe('Bounds of headers, heads and receipts', () => {
  it.each([
    ['InvalidNumber', { number: 0 }, [0n]],
    ['InvalidHeaderPrevious', { number: 2 }, [2n, ZERO]],
    ['InvalidHeaderPrevious', { previous: id('a') }, [1n, id('a')]],
    ['InvalidRecordCount', { recordCount: 0 }, [0n]],
    ['InvalidRecordCount', { recordCount: 2 ** 31 + 1 }, [2n ** 31n + 1n]],
    ['NumberTooLarge', { number: TOO_LARGE, previous: id('a') }, [TOO_LARGE]],
    ['NumberTooLarge', { sealedAt: TOO_LARGE }, [TOO_LARGE]],
  ])('are rejected with %s for %o', async (name, changes, values) => {
    expect(await refuse('hashHeader', [{ ...HEADER, ...changes }])).toEqual({ name, values });
  });

  it('apply to the numbers of heads and receipts', async () => {
    const tooLarge = { name: 'NumberTooLarge', values: [TOO_LARGE] };
    expect(await refuse('hashHead', [{ stream: ZERO, sequence: TOO_LARGE, record: ZERO }])).toEqual(tooLarge);
    for (const times of [
      { acceptedAt: TOO_LARGE, anchorBy: 1 },
      { acceptedAt: 1, anchorBy: TOO_LARGE },
    ]) {
      expect(await refuse('receiptDigest', [{ record: ZERO, ...times }])).toEqual(tooLarge);
    }
  });

  it('apply to the name of a stream', async () => {
    expect((await refuse('hashStream', [{ party: ZERO, kind: 6, subject: 's' }])).name).toBe('InvalidKind');
    expect((await refuse('hashStream', [{ party: ZERO, kind: 1, subject: '' }])).name).toBe(
      'InvalidSubjectLength',
    );
  });
});

describe('CarbonLedger: checkEntry and checkEntryAbsence', () => {
  const figure = entry();
  const key = keccak256(toUtf8Bytes('scope1/diesel'));
  const own: Item = { key, leaf: hashOf('Entry', figure) };
  const flip = (bit: bigint): string => toBeHex(BigInt(key) ^ (1n << bit), 32);

  it('work down to the greatest depth of a map', async () => {
    const items = [own, { key: flip(0n), leaf: id('neighbour') }];
    const { siblings } = walk(items, key);
    expect(siblings).toHaveLength(256);
    const holder = record({ entries: rootOf(items) });
    expect(await ask('checkEntry', [holder, figure, siblings])).toBe(hashOf('Record', holder));
    expect(await refuse('checkEntry', [holder, figure, [...siblings, ZERO]])).toEqual({
      name: 'ProofTooLong',
      values: [257n, 256n],
    });
    // At depth 256 no other key shares all bits of the path.
    expect(await refuse('checkEntryAbsence', [holder, 'scope1/diesel', items[1], siblings])).toEqual({
      name: 'WrongEnd',
      values: [key, flip(0n)],
    });
  });

  it('accept an end that shares every bit of the path, at every depth, and no other end', async () => {
    for (const depth of [0, 1, 7, 128, 254, 255]) {
      const [far, near] = [BigInt(255 - depth + 1), BigInt(255 - depth)];
      const end = { key: flip(near), leaf: id('end') };
      const items = depth === 0 ? [end] : [end, { key: flip(far), leaf: id('far') }];
      const holder = record({ entries: rootOf(items) });
      const { siblings, end: found } = walk(items, key);
      expect([siblings.length, found]).toEqual([depth, end]);
      expect(await ask('checkEntryAbsence', [holder, 'scope1/diesel', end, siblings])).toBe(
        hashOf('Record', holder),
      );
      if (depth === 0) continue;
      const other = { key: flip(far), leaf: id('end') };
      const refusal = await refuse('checkEntryAbsence', [holder, 'scope1/diesel', other, siblings]);
      expect(refusal).toEqual({ name: 'WrongEnd', values: [key, flip(far)] });
    }
  });

  it('revert for a deepest sibling of zero, another root, and values out of bounds', async () => {
    const holder = record({ entries: rootOf([own]) });
    expect(await ask('checkEntry', [holder, figure, []])).toBe(hashOf('Record', holder));
    expect((await refuse('checkEntry', [holder, figure, [ZERO]])).name).toBe('DeepestSiblingZero');
    expect(await refuse('checkEntry', [record({ entries: id('x') }), figure, []])).toEqual({
      name: 'WrongRoot',
      values: [holder['entries'], id('x')],
    });
    expect((await refuse('checkEntry', [record({ kind: 0 }), figure, []])).name).toBe('InvalidKind');
    expect((await refuse('checkEntry', [holder, entry({ coefficient: 10 }), []])).name).toBe(
      'InvalidQuantity',
    );
    expect((await refuse('checkEntryAbsence', [holder, '', own, []])).name).toBe('InvalidKeyLength');
  });
});

describe('CarbonLedger: checkAnchor', () => {
  it('reverts for a header that the ledger did not anchor', async () => {
    const { name, values } = await refuse('checkAnchor', [{ header: HEADER, anchoredAt: 9 }]);
    expect([name, values]).toEqual(['NotAnchored', [1n, hashOf('BatchHeader', HEADER), 9n, ZERO]]);
  });
});
