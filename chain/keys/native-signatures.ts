import { createRequire } from 'node:module';
import { type Hex, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import { type Recover, addressOfPoint, recoverByNoble, signDigest } from '../../core/hashing/signature.ts';

/** The functions used from the native binding. Public keys are uncompressed, 65 bytes. */
interface Secp256k1 {
  ecdsaRecover(signature: Uint8Array, recovery: number, digest: Uint8Array, compressed: false): Uint8Array;
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array): { signature: Uint8Array; recid: number };
}

/** Where a warning goes. */
interface WarningLog {
  warn(fields: object, message: string): void;
}

/** Signs a digest with a private key of 32 bytes (RFC 6979, low s); returns r ‖ s ‖ v. */
export type Sign = (digest: Hex, privateKey: Uint8Array) => Hex;

/**
 * Returns the function that recovers the address that signed a digest. It uses the native `secp256k1`, which is about 20 times as
 * fast, or noble's curves if the native library cannot be loaded; then it logs a warning.
 */
export function openRecover(log: WarningLog, load: () => Secp256k1 = loadNative): Recover {
  try {
    return recoverWith(load());
  } catch (error) {
    log.warn(
      { err: error },
      'The native secp256k1 library cannot be loaded on this platform: signature checks take about 20 times as long.',
    );
    return recoverByNoble;
  }
}

/** Returns the function that signs digests: native or noble's, as for `openRecover`, which logs the warning. */
export function openSign(load: () => Secp256k1 = loadNative): Sign {
  try {
    return signWith(load());
  } catch {
    return signDigest;
  }
}

/** Loads the binding itself: the main module of the package would fall back to JavaScript silently. */
function loadNative(): Secp256k1 {
  return createRequire(import.meta.url)('secp256k1/bindings.js') as Secp256k1;
}

function recoverWith(native: Secp256k1): Recover {
  return (digest, { compact, recovery }) =>
    addressOfPoint(native.ecdsaRecover(compact, recovery, bytesOf(digest), false));
}

function signWith(native: Secp256k1): Sign {
  return (digest, privateKey) => {
    const { signature, recid } = native.ecdsaSign(bytesOf(digest), privateKey);
    return `${formatHex(signature)}${(27 + recid).toString(16)}` as Hex;
  };
}
