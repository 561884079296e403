import { createHash } from 'node:crypto';

/** Returns the size in bytes and the SHA-256 (64 hex digits) of a file. */
export async function hashBytes(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}
