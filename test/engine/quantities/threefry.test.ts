import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keccakText } from '../../../core/hashing/keccak.ts';
import { Deviates, writeBlocks, type Words } from '../../../engine/quantities/threefry.ts';

const words = (text: string): Words =>
  text.split(' ').map((word) => Number.parseInt(word, 16)) as unknown as Words;

function blockOf(counter: Words, key: Words): number[] {
  const block = new Int32Array(4);
  writeBlocks(...counter, key, block);
  return Array.from(block, (word) => word >>> 0);
}

/** Threefry-4x32 as its paper defines it: 20 rounds over a list of words, in whole numbers without end. */
function slowBlock(counter: readonly number[], key: readonly number[]): number[] {
  const ROTATIONS = [
    [10, 26],
    [11, 21],
    [13, 27],
    [23, 5],
    [6, 20],
    [17, 11],
    [25, 10],
    [18, 20],
  ] as const;
  const cut = (x: bigint): bigint => BigInt.asUintN(32, x);
  const turn = (x: bigint, by: number): bigint => cut(x << BigInt(by)) | (x >> BigInt(32 - by));
  const k = key.map(BigInt);
  k.push(k.reduce((parity, word) => parity ^ word, 0x1bd11bdan));
  const x = counter.map((word, at) => cut(BigInt(word) + k[at]!));
  for (let round = 0; round < 20; round++) {
    const pairs =
      round % 2 === 0
        ? [
            [0, 1],
            [2, 3],
          ]
        : [
            [0, 3],
            [2, 1],
          ];
    pairs.forEach(([a, b], pair) => {
      x[a!] = cut(x[a!]! + x[b!]!);
      x[b!] = turn(x[b!]!, ROTATIONS[round % 8]![pair]!) ^ x[a!]!;
    });
    if (round % 4 !== 3) continue;
    const part = (round + 1) / 4;
    x.forEach((word, at) => (x[at] = cut(word + k[(part + at) % 5]! + (at === 3 ? BigInt(part) : 0n))));
  }
  return x.map(Number);
}

const wordsArbitrary = fc.tuple(...[0, 1, 2, 3].map(() => fc.nat(0xffffffff))) as fc.Arbitrary<
  [number, number, number, number]
>;

describe('a block of threefry4x32-20', () => {
  it.each([
    [
      '00000000 00000000 00000000 00000000',
      '00000000 00000000 00000000 00000000',
      '9c6ca96a e17eae66 fc10ecd4 5256a7d8',
    ],
    [
      'ffffffff ffffffff ffffffff ffffffff',
      'ffffffff ffffffff ffffffff ffffffff',
      '2a881696 57012287 f6c7446e a16a6732',
    ],
    [
      '243f6a88 85a308d3 13198a2e 03707344',
      'a4093822 299f31d0 082efa98 ec4e6c89',
      '59cd1dbb b8879579 86b5d00c ac8b6d84',
    ],
  ])('of counter %s and key %s is the known answer of Random123 (kat_vectors)', (counter, key, answer) => {
    expect(blockOf(words(counter), words(key))).toEqual(words(answer));
  });

  it('is that of a literal implementation for any counter and key', () => {
    fc.assert(
      fc.property(wordsArbitrary, wordsArbitrary, (counter, key) => {
        expect(blockOf(counter, key)).toEqual(slowBlock(counter, key));
      }),
    );
  });
});

const range = (deviates: Deviates, first: number, count: number): Float64Array => {
  const values = new Float64Array(count);
  deviates.fill(first, values);
  return values;
};

describe('deviates', () => {
  it('of a name take words of its key, which is the first 16 bytes of the hash of seed and name', () => {
    const bytes = Buffer.from(keccakText('7 a name'));
    const key = [0, 4, 8, 12].map((at) => bytes.readUInt32BE(at)) as [number, number, number, number];
    const values = range(Deviates.of(7, 'a name'), 0, 100);
    values.forEach((u, draw) => {
      const block = slowBlock([draw >> 1, 0, 0, 0], key);
      const [high, low] = block.slice(draw % 2 === 0 ? 0 : 2).map((word) => BigInt(word >>> 6));
      expect(BigInt(u * 2 ** 53)).toBe(2n * (high! * 2n ** 26n + low!) + 1n);
      expect(u > 0 && u < 1).toBe(true);
    });
  });

  it('count on in the second word of the counter', () => {
    const key: Words = [1, 2, 3, 4];
    const [u] = range(new Deviates(key), 2 ** 34 + 2, 1);
    const [high, low] = slowBlock([1, 2, 0, 0], key);
    expect(u).toBe(((high! >>> 6) * 2 ** 26 + (low! >>> 6) + 0.5) / 2 ** 52);
  });

  it('count on across the end of the first word, in whichever range', () => {
    const key: Words = [1, 2, 3, 4];
    const first = 2 ** 33 - 5;
    range(new Deviates(key), first, 150).forEach((u, at) => {
      const number = Math.floor((first + at) / 2);
      const block = slowBlock([number % 2 ** 32, Math.floor(number / 2 ** 32), 0, 0], key);
      const [high, low] = block.slice((first + at) % 2 === 0 ? 0 : 2);
      expect(u).toBe(((high! >>> 6) * 2 ** 26 + (low! >>> 6) + 0.5) / 2 ** 52);
    });
  });

  it('of any range are those of the same draws in a longer one', () => {
    const all = range(Deviates.of(1, 'a'), 0, 300);
    fc.assert(
      fc.property(fc.nat(299), fc.nat(300), (first, count) => {
        const end = Math.min(first + count, 300);
        expect(range(Deviates.of(1, 'a'), first, end - first)).toEqual(all.slice(first, end));
      }),
    );
  });

  it('differ by seed and by name', () => {
    const first = range(Deviates.of(1, 'a'), 0, 4);
    expect(range(Deviates.of(2, 'a'), 0, 4)).not.toEqual(first);
    expect(range(Deviates.of(1, 'b'), 0, 4)).not.toEqual(first);
    expect(range(Deviates.of(1, 'a'), 0, 4)).toEqual(first);
  });
});
