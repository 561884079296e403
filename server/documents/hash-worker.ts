import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { serveJobs } from '../../threads/serve-jobs.ts';

/** Bytes that are read at once. */
const PIECE = 1 << 20;

/** Returns the SHA-256 of a file as hex. */
function hash(path: string): string {
  const sha256 = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE);
  const file = openSync(path, 'r');
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      sha256.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return sha256.digest('hex');
}

await serveJobs(() => hash);
