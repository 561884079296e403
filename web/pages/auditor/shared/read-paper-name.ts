import type { Json } from '../../../../core/encoding/json.ts';

/** Returns how a statement names a working paper, SHA-256 and size in bytes; null where it names none. */
export function readPaper(
  value: Json | undefined,
): { readonly sha256: string; readonly size: number } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { sha256, size } = value;
  return typeof sha256 === 'string' && typeof size === 'number' ? { sha256, size } : null;
}
