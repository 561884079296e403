import { BadInput, showValue } from '../errors.ts';

/** Lower-case 0x hex. */
export type Hex = `0x${string}`;

/** 32 zero bytes. */
export const ZERO_HASH: Hex = `0x${'00'.repeat(32)}`;

const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** This many bytes are written at once, because a function cannot take arbitrarily many arguments. */
const CHUNK = 1024;

/**
 * Returns bytes as lower-case 0x hex.
 * @example
 * formatHex(Uint8Array.of(1, 171)) // → '0x01ab'
 */
export function formatHex(bytes: Uint8Array): Hex {
  let text: Hex = '0x';
  for (let from = 0; from < bytes.length; from += CHUNK)
    text += formatDigits(bytes, from, Math.min(from + CHUNK, bytes.length));
  return text;
}

function formatDigits(bytes: Uint8Array, from: number, until: number): string {
  const codes = new Array<number>(2 * (until - from));
  for (let at = from, to = 0; at < until; at++) {
    codes[to++] = DIGITS[bytes[at]! >> 4]!;
    codes[to++] = DIGITS[bytes[at]! & 15]!;
  }
  return String.fromCharCode(...codes);
}

/** Tells whether a value is lower-case 0x hex of exactly `length` bytes (§2). */
export function isHex(value: unknown, length: number): value is Hex {
  return (
    typeof value === 'string' &&
    value.length === 2 + 2 * length &&
    /^0x[0-9a-f]*$/.test(value) &&
    !value.endsWith('\n')
  );
}

/**
 * Returns the bytes of lower-case 0x hex of exactly `length` bytes (§2).
 * @example
 * parseHex('0x01ab', 2) // → Uint8Array.of(1, 171)
 * parseHex('0x01AB', 2) // → throws hex-syntax
 * @throws BadInput `hex-syntax`
 */
export function parseHex(value: unknown, length: number): Uint8Array {
  if (!isHex(value, length)) {
    throw new BadInput(
      'hex-syntax',
      `expected ${length} bytes of lower-case 0x hex, got ${showValue(value)}`,
      value,
    );
  }
  return bytesOf(value);
}

/** Returns the bytes of hex that was checked before; checks nothing. */
export function bytesOf(hex: Hex): Uint8Array {
  const bytes = new Uint8Array((hex.length - 2) / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (digit(hex, 2 + 2 * i) << 4) | digit(hex, 3 + 2 * i);
  return bytes;
}

function digit(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
}

/** Returns byte strings joined. */
export function concatBytes(...parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
