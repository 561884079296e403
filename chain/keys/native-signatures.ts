import { createRequire } from 'node:module';
import type * as Wasm from 'tiny-secp256k1';
import { type Hex, bytesOf, formatHex } from '../../core/encoding/hex.ts';
import {
  type Recover,
  type SignatureParts,
  addressOfPoint,
  recoverByNoble,
  signDigest,
} from '../../core/hashing/signature.ts';

/** An implementation of the curve. It throws where no key can have made a signature. */
interface Curve {
  /** Returns the public key, uncompressed, 65 bytes. */
  recover(digest: Uint8Array, parts: SignatureParts): Uint8Array;
  sign(
    digest: Uint8Array,
    privateKey: Uint8Array,
  ): { readonly compact: Uint8Array; readonly recovery: number };
}

/** Where a warning goes. */
interface WarningLog {
  warn(fields: object, message: string): void;
}

/** Signs a digest with a private key of 32 bytes (RFC 6979, low s); returns r ‖ s ‖ v. */
export type Sign = (digest: Hex, privateKey: Uint8Array) => Hex;

/** What loads an implementation, the fastest first. Where none can be loaded, noble's is used. */
const LOADS = [loadNative, loadWasm];
/** How long a check takes with each of them, and last with noble, compared with the first. */
const TIMES = ['as long', 'about 4 times as long', 'about 20 times as long'];

/**
 * Returns the function that recovers the address that signed a digest, by the native `secp256k1`. Where it cannot be loaded, a warning is
 * logged: then `tiny-secp256k1` does it in WebAssembly, or else noble's curves.
 */
export function openRecover(log: WarningLog, loads: readonly (() => Curve)[] = LOADS): Recover {
  const { curve, errors } = loadFirst(loads);
  if (errors.length > 0)
    log.warn(
      { err: errors[0] },
      `The native secp256k1 library cannot be loaded on this platform: signature checks take ${TIMES[errors.length]}.`,
    );
  if (curve === null) return recoverByNoble;
  return (digest, parts) => addressOfPoint(curve.recover(bytesOf(digest), parts));
}

/** Returns the function that signs digests, by the same implementation as `openRecover`, which logs the warning. */
export function openSign(loads: readonly (() => Curve)[] = LOADS): Sign {
  const { curve } = loadFirst(loads);
  if (curve === null) return signDigest;
  return (digest, privateKey) => {
    const { compact, recovery } = curve.sign(bytesOf(digest), privateKey);
    return `${formatHex(compact)}${(27 + recovery).toString(16)}` as Hex;
  };
}

function loadFirst(loads: readonly (() => Curve)[]): { curve: Curve | null; errors: unknown[] } {
  const errors: unknown[] = [];
  for (const load of loads) {
    try {
      return { curve: load(), errors };
    } catch (error) {
      errors.push(error);
    }
  }
  return { curve: null, errors };
}

const require = createRequire(import.meta.url);

/** Loads the native binding itself: the main module of the package would fall back to JavaScript silently. */
export function loadNative(): Curve {
  const native = require('secp256k1/bindings.js') as NativeCurve;
  return {
    recover: (digest, { compact, recovery }) => native.ecdsaRecover(compact, recovery, digest, false),
    sign(digest, privateKey) {
      const { signature, recid } = native.ecdsaSign(digest, privateKey);
      return { compact: signature, recovery: recid };
    },
  };
}

interface NativeCurve {
  ecdsaRecover(signature: Uint8Array, recovery: number, digest: Uint8Array, compressed: false): Uint8Array;
  ecdsaSign(digest: Uint8Array, privateKey: Uint8Array): { signature: Uint8Array; recid: number };
}

/** Loads the same C library, compiled to WebAssembly. */
export function loadWasm(): Curve {
  const wasm = require('tiny-secp256k1') as typeof Wasm;
  return {
    recover(digest, { compact, recovery }) {
      const point = wasm.recover(digest, compact, recovery, false);
      if (point === null) throw new Error('no key can have made this signature');
      return point;
    },
    sign(digest, privateKey) {
      const { signature, recoveryId } = wasm.signRecoverable(digest, privateKey);
      return { compact: signature, recovery: recoveryId };
    },
  };
}
