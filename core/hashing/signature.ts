import { secp256k1 } from '@noble/curves/secp256k1.js';
import { formatAddress } from './domain.ts';
import { BadInput, FailedCheck, showValue } from '../errors.ts';
import { type Hex, bytesOf, formatHex, parseHex } from '../encoding/hex.ts';
import { keccak } from './keccak.ts';

const ORDER = secp256k1.Point.Fn.ORDER;
const HALF_ORDER = (ORDER - 1n) / 2n;

/** The parts of a well-formed signature (§2). */
export interface SignatureParts {
  readonly compact: Uint8Array;
  /** 0 or 1: v − 27. */
  readonly recovery: 0 | 1;
}

/** Returns the address of the key that signed a digest. Implementations may differ in speed, never in the result. @throws Error where no key can be recovered */
export type Recover = (digest: Hex, parts: SignatureParts) => string;

/**
 * Returns the parts of a 65-byte signature r ‖ s ‖ v with 0 < r < n, 0 < s ≤ (n−1)/2 and v 27 or 28 (§2).
 * @example
 * parseSignature(`0x${'01'.repeat(64)}1b`) // → { compact: new Uint8Array(64).fill(1), recovery: 0 }
 * parseSignature(`0x${'01'.repeat(64)}00`) // → throws signature-v
 * @throws BadInput `signature-length`, `signature-r`, `signature-s`, `signature-v`
 */
export function parseSignature(signature: unknown): SignatureParts {
  if (typeof signature !== 'string' || signature.length !== 132) {
    throw new BadInput(
      'signature-length',
      `expected a signature of 65 bytes as 0x hex, got ${showValue(signature)}`,
      signature,
    );
  }
  const bytes = parseHex(signature, 65);
  const r = BigInt(formatHex(bytes.subarray(0, 32)));
  const s = BigInt(formatHex(bytes.subarray(32, 64)));
  const v = bytes[64] ?? 0;
  if (r === 0n || r >= ORDER)
    throw new BadInput('signature-r', `the r of the signature is zero or too large: ${signature}`, signature);
  if (s === 0n || s > HALF_ORDER)
    throw new BadInput(
      'signature-s',
      `the s of the signature is zero, or above half the order of the curve: ${signature}`,
      signature,
    );
  if (v !== 27 && v !== 28)
    throw new BadInput('signature-v', `expected the v of the signature to be 27 or 28, got ${v}`, signature);
  return { compact: bytes.subarray(0, 64), recovery: v === 27 ? 0 : 1 };
}

/** Recovers with the library noble-curves. */
export const recoverByNoble: Recover = (digest, { compact, recovery }) => {
  const signature = secp256k1.Signature.fromBytes(compact, 'compact').addRecoveryBit(recovery);
  return addressOfPoint(signature.recoverPublicKey(bytesOf(digest)).toBytes(false));
};

/** Returns a function that recovers each signature once with another one and remembers the address. A signature without a key is tried each time. */
export function recoverOnce(recover: Recover): Recover {
  const known = new Map<string, string>();
  return (digest, parts) => {
    const question = `${digest} ${parts.recovery} ${formatHex(parts.compact)}`;
    const address = known.get(question) ?? recover(digest, parts);
    known.set(question, address);
    return address;
  };
}

/** Returns the address of an uncompressed public key of 65 bytes. */
export function addressOfPoint(point: Uint8Array): string {
  return formatAddress(keccak(point.subarray(1)).subarray(12));
}

/** Returns the address of a private key of 32 bytes. @throws Error when these bytes are not a private key */
export function addressOfKey(privateKey: Uint8Array): string {
  return addressOfPoint(secp256k1.getPublicKey(privateKey, false));
}

/** Returns the address whose key signed a digest (§2). @throws BadInput `signature-…`, `hex-syntax` */
export function recoverAddress(digest: Hex, signature: unknown, recover: Recover = recoverByNoble): string {
  parseHex(digest, 32);
  const parts = parseSignature(signature);
  try {
    return recover(digest, parts);
  } catch (cause) {
    const message = 'no key can have made this signature: recovery failed';
    throw new BadInput('signature-recovery', message, signature, '', cause);
  }
}

/** Checks that an address signed a digest. @throws BadInput `signature-…`; FailedCheck `signer` */
export function checkSignature(digest: Hex, signature: unknown, address: string): void {
  const signer = recoverAddress(digest, signature);
  if (signer !== address)
    throw new FailedCheck(
      'signer',
      `expected a signature by ${address}, got one by ${signer}`,
      address,
      signer,
    );
}

/** Signs a digest with a private key of 32 bytes; deterministic (RFC 6979), with low s. */
export function signDigest(digest: Hex, privateKey: Uint8Array): Hex {
  const bytes = secp256k1.sign(bytesOf(digest), privateKey, {
    prehash: false,
    format: 'recovered',
    lowS: true,
  });
  const signature = new Uint8Array(65);
  signature.set(bytes.subarray(1));
  signature[64] = 27 + (bytes[0] ?? 0);
  return formatHex(signature);
}
