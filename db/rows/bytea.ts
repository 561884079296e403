import type { Hex } from '../../core/encoding/hex.ts';

/** Returns hex, or an address in any spelling, as bytes for PostgreSQL. */
export function toBytea(hex: string): Buffer {
  return Buffer.from(hex.slice(2), 'hex');
}

/** Returns bytes from PostgreSQL as lower-case hex. */
export function fromBytea(bytes: Buffer): Hex {
  return `0x${bytes.toString('hex')}`;
}

/** Returns a row that PostgreSQL wrote as JSON. Bytes, which are hex in JSON, become Buffers as in any other row. */
export function rowOfJson(json: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const members = Object.entries(json).map(([name, value]) => [
    name,
    typeof value === 'string' && value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : value,
  ]);
  return Object.fromEntries(members) as Record<string, unknown>;
}

/** Returns many hex values, or addresses in any spelling, as one text that PostgreSQL casts to `bytea[]`. */
export function toByteaArray(hexes: readonly string[]): string {
  return hexes.length === 0 ? '{}' : `{"\\\\x${hexes.map((hex) => hex.slice(2)).join('","\\\\x')}"}`;
}
