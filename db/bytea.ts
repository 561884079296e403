import type { Hex } from '../core/hex.ts';

/** Returns hex, or an address in any spelling, as PostgreSQL takes bytes. */
export function toBytea(hex: string): Buffer {
  return Buffer.from(hex.slice(2), 'hex');
}

/** Returns bytes that PostgreSQL gave as lower-case hex. */
export function fromBytea(bytes: Buffer): Hex {
  return `0x${bytes.toString('hex')}`;
}

/** Returns hex of many, or addresses in any spelling, as PostgreSQL takes an array of bytes: one text, to be cast to `bytea[]`. */
export function toByteaArray(hexes: readonly string[]): string {
  return hexes.length === 0 ? '{}' : `{"\\\\x${hexes.map((hex) => hex.slice(2)).join('","\\\\x')}"}`;
}
