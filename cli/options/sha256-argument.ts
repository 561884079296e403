import { UsageError } from '../terminal/usage-error.ts';

/** Returns a SHA-256 as 64 lower-case hex digits. @throws UsageError `option` */
export function parseSha256(text: string): string {
  const digits = text.replace(/^(sha256:|0x)/i, '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw new UsageError('option', `expected a SHA-256 of 64 hex digits, got ${text}`);
}
