import { keccak_256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { createKeccak } from 'hash-wasm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keccak, keccakText } from '../../../core/hashing/keccak.ts';

const hashWasm = await createKeccak(256);
const byHashWasm = (bytes: Uint8Array): Uint8Array => hashWasm.init().update(bytes).digest('binary');

/** Around the end of a block, and of what the memory of the kernel holds at once (479 blocks). */
const LENGTHS = [...Array.from({ length: 411 }, (_, length) => length), ...[65_143, 65_144, 65_145, 65_280]];

function makeBytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + length) % 256);
}

describe('The hash of one message', () => {
  it('of every length has the hash of noble and of hash-wasm', () => {
    for (const length of [...LENGTHS, 1_000_000]) {
      const bytes = makeBytes(length);
      expect(keccak(bytes), `${length} bytes`).toEqual(byHashWasm(bytes));
      expect(keccak(bytes)).toEqual(keccak_256(bytes));
    }
  });

  it('does not depend on the messages before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.uint8Array({ maxLength: 500 }), (before, bytes) => {
        keccak(before);
        const first = keccak(bytes);
        keccak(before);
        expect(first).toEqual(byHashWasm(bytes));
      }),
    );
  });

  it('of a text is that of its UTF-8', () => {
    const texts = ['', '二氧化碳', 'x'.repeat(21_714), 'x'.repeat(21_715), '电'.repeat(100_000), '\ud800'];
    const isHashed = (text: string): void => {
      expect(keccakText(text)).toEqual(byHashWasm(new TextEncoder().encode(text)));
    };
    texts.forEach(isHashed);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), isHashed));
  });
});

describe('Without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['that is missing', undefined],
    [
      'that refuses to compile',
      {
        Module: function compile(): never {
          throw new RangeError('Wasm compilation on the main thread is disallowed');
        },
      },
    ],
  ])('messages and rows have the same hashes (WebAssembly %s)', async (_, missing) => {
    const { rootOfRows } = await import('../../../core/records/row-set.ts');
    const record = `0x${'ab'.repeat(32)}` as const;
    const keys = Array.from({ length: 300 }, (_, at) => (at % 7 === 0 ? `电力/${at}` : `electricity/${at}`));
    const root = rootOfRows(record, keys);
    vi.resetModules();
    vi.stubGlobal('WebAssembly', missing);
    const plain = await import('../../../core/hashing/keccak.ts');
    const { openKernel } = await import('../../../core/hashing/keccak-kernel.ts');
    const rows = await import('../../../core/records/row-set.ts');
    expect(openKernel()).toBeNull();
    for (const length of LENGTHS) expect(plain.keccak(makeBytes(length))).toEqual(keccak(makeBytes(length)));
    expect(plain.keccakText('二氧化碳')).toEqual(keccakText('二氧化碳'));
    expect(rows.rootOfRows(record, keys)).toBe(root);
  });
});
