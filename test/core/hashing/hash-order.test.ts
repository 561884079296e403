import { describe, expect, it } from 'vitest';
import {
  arrangeHashes,
  hashAt,
  orderHashes,
  sortHashes,
  sortInPlace,
  wordsOf,
} from '../../../core/hashing/hash-order.ts';
import { concatBytes, formatHex } from '../../../core/encoding/hex.ts';
import { keccak } from '../../../core/hashing/keccak.ts';

/** Hashes that begin alike: three in four agree with another in the first four bytes, and two agree in all but the last byte. */
function hashesAlike(count: number): Uint8Array {
  const hashes = new Uint8Array(count * 32);
  for (let i = 0; i < count; i++) {
    hashes.set(keccak(Uint8Array.of(i, i >> 8)), i * 32);
    if (i % 4 !== 0)
      hashes.set(hashes.subarray((i - (i % 4)) * 32, (i - (i % 4)) * 32 + 4 + (i % 2) * 27), i * 32);
  }
  return hashes;
}

const listHex = (hashes: Uint8Array): string[] =>
  Array.from({ length: hashes.length / 32 }, (_, index) => formatHex(hashAt(hashes, index)));

describe('Joined hashes', () => {
  it.each([0, 1, 2, 3, 100, 1023, 1024, 1025, 20_000])(
    '(%i of them) have the order of their hex, also where they begin alike',
    (count) => {
      const hashes = hashesAlike(count);
      expect(listHex(arrangeHashes(hashes, orderHashes(hashes)))).toEqual(listHex(hashes).sort());
    },
  );

  it.each([0, 1, 2, 1023, 1025, 16_383, 16_384, 20_000])(
    '(%i of them) are sorted, and other arrays are put in the same order',
    (count) => {
      const hashes = hashesAlike(count);
      const beside = hashesAlike(2 * count).slice(32 * count);
      const order = orderHashes(hashes);
      const sorted = [arrangeHashes(hashes, order), arrangeHashes(beside, order)];
      expect(sortHashes(hashes, [beside])).toEqual(sorted);
      expect(sortHashes(hashes)).toEqual([sorted[0]]);
      expect(hashes).toEqual(hashesAlike(count));
      sortInPlace(hashes);
      expect(hashes).toEqual(sorted[0]);
    },
  );

  it('that all begin with the same byte are sorted', () => {
    const hashes = hashesAlike(20_000);
    for (let at = 0; at < hashes.length; at += 32) hashes[at] = 0xff;
    const sorted = arrangeHashes(hashes, orderHashes(hashes));
    expect(sortHashes(hashes)).toEqual([sorted]);
    sortInPlace(hashes);
    expect(hashes).toEqual(sorted);
  });

  it.each([50, 2000])(
    '(%i of them) that are equal keep their order, also beside many that begin alike',
    (count) => {
      const [equal, alike] = [keccak(Uint8Array.of(1)), keccak(Uint8Array.of(1))];
      alike[31]! ^= 1;
      const hashes = concatBytes(...Array.from({ length: count }, (_, i) => (i % 3 === 0 ? alike : equal)));
      const byText = listHex(hashes).map((hex, index) => ({ hex, index }));
      byText.sort((a, b) => (a.hex < b.hex ? -1 : a.hex > b.hex ? 1 : 0));
      expect([...orderHashes(hashes)]).toEqual(byText.map(({ index }) => index));
    },
  );

  it.each([1, 2, 3, 4])('that begin %i bytes into their memory are arranged', (offset) => {
    const hashes = hashesAlike(50);
    const moved = concatBytes(new Uint8Array(offset), hashes).subarray(offset);
    expect(arrangeHashes(moved, orderHashes(moved))).toEqual(arrangeHashes(hashes, orderHashes(hashes)));
  });

  it('as words share the memory of their bytes where these begin at a multiple of 4', () => {
    const hashes = hashesAlike(2);
    wordsOf(hashes)[8] = 0;
    expect(formatHex(hashAt(hashes, 1)).slice(0, 10)).toBe('0x00000000');
  });
});
