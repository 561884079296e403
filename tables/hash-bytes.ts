import { openSha256, type RunningSha256 } from '../core/hashing/sha256.ts';

/** Returns the size in bytes and the SHA-256 (64 hex digits) of a file. */
export async function hashBytes(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = openFastest();
  let size = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest() };
}

/** Node.js computes it about ten times as fast. It is asked for its module when this runs, so that browsers can bundle this file. */
function openFastest(): RunningSha256 {
  if (!('process' in globalThis && 'getBuiltinModule' in process)) return openSha256();
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
}
