import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { deriveSalt, type Entry } from '../../core/records/entry.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { storeSession } from '../../db/sessions/sessions.ts';
import type { TestKey } from './registry.ts';

/** A file that an entry names. */
export interface TestDocument {
  readonly bytes: Buffer;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** Returns a file of random bytes. */
export function makeDocument(size: number): TestDocument {
  const bytes = randomBytes(size);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Returns an entry that names a document. */
export function nameDocument(
  { bytes, sha256 }: { readonly bytes: { readonly length: number }; readonly sha256: string },
  changes: Readonly<Record<string, string | number>> = {},
): Entry {
  const key = `document/${sha256.slice(0, 8)}`;
  const salt = deriveSalt(formatHex(keccakText('secret')), key);
  const named = {
    row: 'matrix-document',
    mediaType: 'application/vnd.apache.parquet',
    size: bytes.length,
    sha256,
  };
  return { key, value: null, unit: '', from: 0, until: 0, detail: { ...named, ...changes }, salt };
}

/** Signs a key in, and returns the token of its session, which ends at `until` in unix seconds. */
export async function openTestSession(pool: Pool, { address }: TestKey, until: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await storeSession(pool, createHash('sha256').update(token).digest(), address, until);
  return token;
}
