import { escapeQuotes } from './outside-text.ts';
import type { BadInputCode, FailedCheckCode } from './error-codes.ts';

/** Characters of a value that a message shows. */
const MAX_SHOWN = 120;

/** Returns a value as JSON text, shortened for a message; nothing in a text of it can be read as its end. */
export function showValue(value: unknown): string {
  const text = writeValue(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function writeValue(value: unknown): string {
  if (typeof value === 'bigint' || typeof value === 'symbol') return value.toString();
  try {
    const text: unknown = JSON.stringify(value);
    return typeof text === 'string' ? escapeQuotes(text) : 'undefined';
  } catch {
    return typeof value;
  }
}

/** Bad input, the caller's fault: a value that the protocol does not allow. `path` is its place in the whole value. */
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

/** A failed check, the evidence's fault: a proof that is not valid. */
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

/** An error that the person who runs a program can fix or wait out. Its message says in one line what is wrong and what to do. */
export abstract class UserFacingError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** A broken invariant, our fault: something happened that must never happen. */
export class Invariant extends Error {
  override readonly name = 'Invariant';
}
