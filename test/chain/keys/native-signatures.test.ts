import { readFile } from 'node:fs/promises';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../core/errors.ts';
import { type Hex, formatHex } from '../../../core/encoding/hex.ts';
import { type Recover, recoverAddress, recoverByNoble, signDigest } from '../../../core/hashing/signature.ts';
import { loadNative, loadWasm, openRecover, openSign } from '../../../chain/keys/native-signatures.ts';

const warnings: string[] = [];
const log = { warn: (_fields: object, message: string) => void warnings.push(message) };

const missing = (): never => {
  throw new Error('no binding for this platform');
};

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

const wordOf = (value: bigint): Hex => `0x${value.toString(16).padStart(64, '0')}`;
const { x: generator } = secp256k1.Point.BASE.toAffine();

/** Well-formed signatures that no key can have made. */
const UNRECOVERABLE = {
  'if r is no point of the curve': { digest: wordOf(1n), signature: `${wordOf(5n)}${wordOf(1n).slice(2)}1b` },
  // s R = z G, for R = G and s = z = 1: the key would be the point at infinity.
  'if the key is infinity': { digest: wordOf(1n), signature: `${wordOf(generator)}${wordOf(1n).slice(2)}1b` },
} as const;

/** Returns the address, or the code of the error. */
function recoverOrCode(by: Recover, digest: Hex, signature: unknown): string {
  try {
    return recoverAddress(digest, signature, by);
  } catch (error) {
    if (error instanceof BadInput) return error.code;
    throw error;
  }
}

describe.each([
  ['the native library', loadNative],
  ['WebAssembly', loadWasm],
])('by %s', (_, load) => {
  const recover = openRecover(log, [load]);
  const sign = openSign([load]);

  it('recovery is available on this platform', () => {
    expect(recover).not.toBe(recoverByNoble);
    expect(warnings).toEqual([]);
  });

  it('every signature of the vectors, valid or not, gives the same result as by noble', async () => {
    const vectors = await readFile(new URL('../../vectors/protocol-v1.json', import.meta.url), 'utf8');
    const digests = [...new Set(vectors.match(/0x[0-9a-f]{64}\b/g))].slice(0, 4) as Hex[];
    const signatures = [...new Set(vectors.match(/0x[0-9a-f]{130}\b/g))] as Hex[];
    expect(signatures.length).toBeGreaterThan(20);
    const results = new Set<string>();
    for (const signature of signatures) {
      for (const digest of digests) {
        const result = recoverOrCode(recover, digest, signature);
        expect(result).toBe(recoverOrCode(recoverByNoble, digest, signature));
        results.add(result);
      }
    }
    expect([...results]).toEqual(expect.arrayContaining(['signature-r', 'signature-s', 'signature-v']));
  });

  it.each(Object.entries(UNRECOVERABLE))('no key is recovered %s', (_, { digest, signature }) => {
    for (const by of [recover, recoverByNoble])
      expect(recoverOrCode(by, digest, signature)).toBe('signature-recovery');
  });

  it('the signer of any digest is recovered, and a signature has the same bytes as by noble', () => {
    fc.assert(
      fc.property(bytes32, fc.bigInt({ min: 1n, max: 2n ** 255n }), (digest, secret) => {
        const key = Buffer.from(secret.toString(16).padStart(64, '0'), 'hex');
        const signature = signDigest(formatHex(digest), key);
        expect(sign(formatHex(digest), key)).toBe(signature);
        expect(recoverAddress(formatHex(digest), signature, recover)).toBe(
          recoverAddress(formatHex(digest), signature),
        );
      }),
    );
  });

  it('random bytes give the same result as by noble', () => {
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

describe('the fastest implementation that can be loaded', () => {
  it('is the native library on this platform, so that no warning is logged', () => {
    const before = warnings.length;
    expect(openRecover(log)).not.toBe(recoverByNoble);
    expect(warnings.slice(before)).toEqual([]);
  });

  it.each([
    ['WebAssembly, if there is no native library', [missing, loadWasm], /take about 4 times as long/],
    ['noble, if there is no WebAssembly either', [missing, missing], /take about 20 times as long/],
  ])('is %s, with one warning', (_, loads, warning) => {
    const before = warnings.length;
    const slow = openRecover(log, loads);
    expect(slow === recoverByNoble).toBe(loads[1] === missing);
    expect(warnings.slice(before)).toEqual([expect.stringMatching(warning)]);
  });
});
