import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesOf, formatHex, type Hex, isHex } from '../../core/encoding/hex.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { WALLET_CODES, WalletError } from './wallet-error.ts';

/**
 * Returns the signature of a wallet as §2 asks: r ‖ s ‖ v with low s, and v 27 or 28. Wallets also give v 0 or 1, a high s, or 64 bytes
 * (EIP-2098).
 * @throws WalletError `wallet-signature` if it is not a signature of the digest by the address
 */
export function readWalletSignature(answer: unknown, digest: Hex, address: string): Hex {
  const signature = normalise(answer);
  const signer = signature === null ? null : recoverSigner(digest, signature);
  if (signature !== null && signer === address) return signature;
  const got = signer === null ? 'something else' : `one by ${signer}`;
  throw new WalletError(
    'wallet-signature',
    `expected a signature by ${address}, got ${got}. ${WALLET_CODES['wallet-signature']}`,
  );
}

function recoverSigner(digest: Hex, signature: Hex): string | null {
  try {
    return recoverAddress(digest, signature);
  } catch {
    return null;
  }
}

const PARITIES: Readonly<Record<number, 0 | 1>> = { 0: 0, 1: 1, 27: 0, 28: 1 };

function normalise(answer: unknown): Hex | null {
  const hex = typeof answer === 'string' ? answer.toLowerCase() : '';
  if (isHex(hex, 65)) {
    const bytes = bytesOf(hex);
    const parity = PARITIES[bytes[64]!];
    return parity === undefined ? null : writeSignature(bytes, parity);
  }
  if (!isHex(hex, 64)) return null;
  // In the compact form, the first bit of s is the parity.
  const bytes = bytesOf(hex);
  const parity = (bytes[32]! >> 7) as 0 | 1;
  bytes[32] = bytes[32]! & 0x7f;
  return writeSignature(bytes, parity);
}

function writeSignature(bytes: Uint8Array, parity: 0 | 1): Hex {
  const order = secp256k1.Point.Fn.ORDER;
  const s = BigInt(formatHex(bytes.subarray(32, 64)));
  const isHigh = s > order / 2n && s < order;
  const low = (isHigh ? order - s : s).toString(16).padStart(64, '0');
  const v = 27 + (isHigh ? 1 - parity : parity);
  return `${formatHex(bytes.subarray(0, 32))}${low}${v.toString(16)}` as Hex;
}
