import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** A SHA-256 of bytes that come one after the other. */
export interface RunningSha256 {
  update(bytes: Uint8Array): void;
  /** Returns 64 lower-case hex digits. It can be asked for once. */
  digest(): string;
}

/** Begins a SHA-256 (FIPS 180-4). It needs memory for one block only. */
export function openSha256(): RunningSha256 {
  const hash = sha256.create();
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => bytesToHex(hash.digest()),
  };
}
