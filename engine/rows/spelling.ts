import { openSha256 } from '../../core/hashing/sha256.ts';

/** Anything but the characters of a name in a row, without capitals: a text without it is folded already, unless it is too long. */
const UNFOLDED = /[^a-z0-9._:@+%()-]/;
/** A name as a row can hold it: one segment of a key (§2). */
const CODE = /^[A-Za-z0-9._:@+%()-]*$/;
const MOST = 64;
/** Digits of the hash at the end of the code of a name that is too long. */
const HASH = 8;

/**
 * Returns a text with full-width characters made narrow (Unicode NFKC), and with a hyphen for blanks between words. Case stays.
 * @example
 * tidyName(' Natural  Ｇas ') // → 'Natural-Gas'
 */
export function tidyName(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, '-');
}

/**
 * Returns the code by which a row can hold a name in any script: tidy, and each character that no key has by its bytes in UTF-8, as addresses of
 * the web have it (RFC 3986). `showName` returns the name again. Of a name that is too long it is the beginning, and a hash of the whole.
 * @example
 * codeName('热力 1') // → '%E7%83%AD%E5%8A%9B-1'
 */
export function codeName(text: string): string {
  if (text.length <= MOST && CODE.test(text)) return text;
  const tidy = tidyName(text).toWellFormed();
  const characters = Array.from(tidy, encode);
  const code = characters.join('');
  if (code.length <= MOST) return code;
  let kept = '';
  for (const next of characters) {
    if (kept.length + next.length > MOST - HASH - 1) break;
    kept += next;
  }
  return `${kept}-${hashText(tidy.toLowerCase())}`;
}

/** Returns the name that a code stands for: of one with a hash, its beginning and the hash. */
export function showName(code: string): string {
  return code.includes('%') ? code.replace(/(?:%[0-9A-Fa-f]{2})+/g, decode) : code;
}

/**
 * Returns the name by which spellings of one thing count as the same: its code, in lower case. The only rule of the project for this:
 * import, fusion, lookups and checks all ask here.
 * @example
 * foldName('Natural Gas') // → 'natural-gas'
 */
export function foldName(text: string): string {
  if (text.length <= MOST && !UNFOLDED.test(text)) return text;
  return codeName(showName(tidyName(text)).toLowerCase()).toLowerCase();
}

function encode(character: string): string {
  if (CODE.test(character)) return character;
  let code = '';
  for (const byte of new TextEncoder().encode(character))
    code += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return code;
}

/** Returns the characters of some bytes; the bytes as they are where they are none that `encode` writes. */
function decode(bytes: string): string {
  try {
    const text = decodeURIComponent(bytes);
    return Array.from(text).some((character) => CODE.test(character)) ? bytes : text;
  } catch {
    return bytes;
  }
}

function hashText(text: string): string {
  const hash = openSha256();
  hash.update(new TextEncoder().encode(text));
  return hash.digest().slice(0, HASH);
}

/** Returns a value with its names folded: a text, or a list of texts. Anything else stays. */
export function foldMember(value: unknown): unknown {
  if (typeof value === 'string') return foldName(value);
  return Array.isArray(value) ? value.map(foldMember) : value;
}

/** Returns the code of a place as ISO 3166 spells it, however people write it: `GB-ENG` for ` gb-eng`. */
export function tidyPlace(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** Whether folding a value would change it. */
export function isUnfolded(value: unknown): boolean {
  if (typeof value === 'string') return UNFOLDED.test(value);
  return Array.isArray(value) && value.some(isUnfolded);
}
