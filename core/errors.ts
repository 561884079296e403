/**
 * What a caller can get wrong in values of the protocol: code → what it means and what to do. Closed; rooms above add
 * codes of their own (server/errors/errors.ts), never other meanings for these.
 */
export const BAD_INPUT_CODES = {
  'json-syntax': 'The text is no JSON (RFC 8259). Mend it at the position named.',
  'json-utf8': 'The bytes are not valid UTF-8. Save the file as UTF-8.',
  'json-bom': 'The text begins with a byte order mark. Save the file without one.',
  'json-duplicate-member': 'An object names one member twice (compared after unescaping). Keep one.',
  'json-number':
    'A number is no integer within ±(2^53−1) written without fraction, exponent or leading zero. Write quantities as decimal strings.',
  'json-surrogate': 'A string holds a lone surrogate, which no UTF-8 can carry.',
  'json-depth': 'The value is nested deeper than allowed (16 for hashed objects, 32 for bundles).',
  'json-too-large': 'The text is longer than allowed.',
  'json-not-canonical': 'The text is not byte for byte the RFC 8785 form of its value.',
  'unknown-member': 'An object has a member that the format does not know. Remove it.',
  'missing-member': 'An object lacks a member that the format wants. Absent things are null or [].',
  'wrong-type': 'A member has another JSON type than the format wants.',
  'decimal-syntax': 'The text is no canonical decimal string, such as 12.5, -0.5, 300 or 0.',
  'decimal-range': 'The quantity has 39 or more digits, or more than 30 decimals.',
  'uint-range': 'The number is no integer from the least allowed to the greatest, 2^53−1 unless stated.',
  'hex-syntax': 'The text is not lower-case 0x hex of exactly the length wanted.',
  'address-syntax': 'The text is not an address in its EIP-55 spelling.',
  'key-syntax': 'An entry key is 1 to 256 characters of [A-Za-z0-9._:@+%()-] in segments joined by /.',
  'subject-syntax': 'A subject is 1 to 128 characters of [a-z0-9._-] in segments joined by /.',
  'unit-syntax': 'A unit is at most 64 visible ASCII characters, without blanks.',
  'identifier-syntax':
    'An identifier is scheme:value, at most 128 characters, in the one spelling of its scheme.',
  'identifier-check': 'The check digits of the identifier are wrong. Compare it with its source.',
  period: 'A period is half-open, from < until, or (0, 0) where none is stated.',
  'entry-scale': 'The pair of coefficient and scale is not the one with the smallest scale.',
  'entry-unit': 'An entry without a unit is no quantity: its coefficient and scale are 0, its value null.',
  'entry-repeated': 'Two entries of one record have the same key.',
  kind: 'A kind is 1 dataset, 2 result, 3 disclosure, 4 assurance or 5 decision.',
  previous: 'previous is zero exactly when the record or batch is the first.',
  sources: 'Sources are at most 256 different record ids in ascending order.',
  replay:
    'The subject replay and a statement with a replay belong together, in kinds 4 and 5, without sources.',
  answers:
    'A record that answers another has its stream as subject and names it in answers and among its sources.',
  statement: 'The statement does not follow the schema of its kind.',
  'statement-hash': 'The statement is not the one that the record names by its hash.',
  'entries-root': 'The entries do not recompute the root that the record names.',
  'detail-hash': 'The detail is not the one that the entry names by its hash.',
  'record-id': 'The record does not hash to the id given with it.',
  'record-count': 'A batch has 1 to 2^31 records.',
  'tree-empty': 'A tree has at least one leaf.',
  'tree-repeated': 'A leaf stands in the tree twice.',
  'map-repeated': 'A key stands in the map twice.',
  'signature-length': 'A signature is 65 bytes, r, s and v.',
  'signature-r': 'The r of the signature is zero or not below the order of the group.',
  'signature-s': 'The s of the signature is zero or above half the order of the group.',
  'signature-v': 'The v of the signature is not 27 or 28.',
  'signature-recovery': 'No key can be recovered from the signature.',
  'digest-type': "The type is none of the protocol's structs.",
  'bundle-limit': 'The bundle holds more than its format allows.',
} as const;

export type BadInputCode = keyof typeof BAD_INPUT_CODES;

/** Why a proof does not hold: the evidence's fault, never the caller's. Closed. */
export const FAILED_CHECK_CODES = {
  'proof-length': 'The proof has more siblings than the structure allows, or too few.',
  'proof-root': 'The proof does not lead to the root.',
  'proof-end': 'The end of an absence proof is the key itself, or shares too few bits with it.',
  'chain-start': 'A chain of headers begins at number 1 with previous zero.',
  'chain-link': 'A header does not follow the one before it.',
  'chain-time': 'sealedAt falls from one header to the next.',
  signer: 'The signature is by another key than claimed.',
} as const;

export type FailedCheckCode = keyof typeof FAILED_CHECK_CODES;

const MAX_SHOWN = 120;

/** Returns a value as text short enough for a message. */
export function showValue(value: unknown): string {
  const text = writeValue(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function writeValue(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
  try {
    const text: unknown = JSON.stringify(value);
    return typeof text === 'string' ? text : 'undefined';
  } catch {
    return typeof value;
  }
}

/** The caller's fault: a value that the protocol refuses. `path` leads to it within the whole. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  readonly code: BadInputCode;
  readonly value: unknown;
  readonly path: string;

  constructor(code: BadInputCode, message: string, value?: unknown, path = '', cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.value = value;
    this.path = path;
  }
}

/** The evidence's fault: a proof that does not hold. */
export class FailedCheck extends Error {
  override readonly name = 'FailedCheck';
  readonly code: FailedCheckCode;
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(code: FailedCheckCode, message: string, expected?: unknown, actual?: unknown) {
    super(message);
    this.code = code;
    this.expected = expected;
    this.actual = actual;
  }
}

/** What whoever runs a program can mend, or wait out: the message says in one line what is wrong and, where known, what to do. */
export abstract class UserFacingError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Our fault: something that cannot be, was. */
export class Invariant extends Error {
  override readonly name = 'Invariant';
}
