import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../core/errors.ts';
import { type Hex, formatHex } from '../../../core/encoding/hex.ts';
import { recoverAddress, recoverByNoble, signDigest } from '../../../core/hashing/signature.ts';
import { openRecover } from '../../../chain/keys/native-signatures.ts';

const warnings: string[] = [];
const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
const recover = openRecover(log);

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** Returns the address, or the code of the error. */
function recoverOrCode(by: typeof recover, digest: Hex, signature: unknown): string {
  try {
    return recoverAddress(digest, signature, by);
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
}

describe('native recovery', () => {
  it('is available on this platform, so that no warning is logged', () => {
    expect(recover).not.toBe(recoverByNoble);
    expect(warnings).toEqual([]);
  });

  it('gives the same result as noble for every signature of the vectors, valid or not', async () => {
    const vectors = await readFile(new URL('../../vectors/protocol-v1.json', import.meta.url), 'utf8');
    const digests = [...new Set(vectors.match(/0x[0-9a-f]{64}\b/g))].slice(0, 4) as Hex[];
    const signatures = [...new Set(vectors.match(/0x[0-9a-f]{130}\b/g))] as Hex[];
    expect(signatures.length).toBeGreaterThan(20);
    for (const signature of signatures) {
      for (const digest of digests) {
        expect(recoverOrCode(recover, digest, signature)).toBe(
          recoverOrCode(recoverByNoble, digest, signature),
        );
      }
    }
  });

  it('recovers the signer of any digest', () => {
    fc.assert(
      fc.property(bytes32, fc.bigInt({ min: 1n, max: 2n ** 255n }), (digest, secret) => {
        const key = Buffer.from(secret.toString(16).padStart(64, '0'), 'hex');
        const signature = signDigest(formatHex(digest), key);
        expect(recoverAddress(formatHex(digest), signature, recover)).toBe(
          recoverAddress(formatHex(digest), signature),
        );
      }),
    );
  });

  it('gives the same result as noble for random bytes', () => {
    fc.assert(
      fc.property(bytes32, bytes32, bytes32, fc.constantFrom('1b', '1c'), (digest, r, s, v) => {
        const signature = `${formatHex(r)}00${formatHex(s).slice(4)}${v}`;
        expect(recoverOrCode(recover, formatHex(digest), signature)).toBe(
          recoverOrCode(recoverByNoble, formatHex(digest), signature),
        );
      }),
    );
  });
});

describe('without the native binding', () => {
  it('signatures are still checked, and one warning is logged', () => {
    const warnings: string[] = [];
    const slow = openRecover({ warn: (_fields, message) => void warnings.push(message) }, () => {
      throw new Error('no binding for this platform');
    });
    expect(slow).toBe(recoverByNoble);
    expect(warnings).toEqual([expect.stringMatching(/native secp256k1 library cannot be loaded/)]);
  });
});
