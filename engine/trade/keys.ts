import { formatHex } from '../../core/encoding/hex.ts';
import { keccakText } from '../../core/hashing/keccak.ts';

const PLAIN = /[A-Za-z0-9._:@+()-]/;
/** The most characters of a segment that is not shortened. A key has at most 256, so four of them fit. */
const LONGEST = 56;
const KEPT = 42;

/**
 * Returns a name as one segment of a key (§2). Letters, digits and `. _ : @ + ( ) -` are as they are; every other character, `%` too, is
 * its bytes in UTF-8, each as `%` and two hex digits, as in a URL. A segment of more than 56 characters is its first 42, `%%` and the
 * first twelve hex digits of the keccak-256 of the name. So different names have different segments.
 */
export function segmentOf(name: string): string {
  const whole = [...name]
    .map((letter) => (PLAIN.test(letter) ? letter : encodeURIComponent(letter)))
    .join('');
  const escaped = whole.replaceAll(
    /[!*'~]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  if (escaped.length <= LONGEST) return escaped;
  const digest = formatHex(keccakText(name)).slice(2, 14);
  return `${escaped.slice(0, KEPT).replace(/%[0-9A-F]?$/, '')}%%${digest}`;
}
