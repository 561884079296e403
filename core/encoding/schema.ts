import * as z from 'zod';
import { BadInput } from '../errors.ts';
import type { BadInputCode } from '../error-codes.ts';
import { type Hex, isHex } from './hex.ts';
import { describeMismatch, valueAt } from './mismatch.ts';

/** The greatest uint64 that the ledger reads, 2^53−1 (§2). */
export const MAX_UINT = Number.MAX_SAFE_INTEGER;

/** Returns options that give a zod refinement one of the ledger's codes and what it expects. No later refinement runs after it failed. */
export function withCode(
  code: BadInputCode,
  message: `expected ${string}`,
): { params: { code: BadInputCode }; message: string; abort: true } {
  return { params: { code }, message, abort: true };
}

/** Returns the schema of lower-case 0x hex of exactly `length` bytes (§2). */
export function hexSchema(length: number): z.ZodType<Hex, Hex> {
  return z
    .string()
    .refine(
      (value) => isHex(value, length),
      withCode('hex-syntax', `expected ${length} bytes of lower-case 0x hex`),
    )
    .meta({ pattern: `^0x[0-9a-f]{${2 * length}}$` }) as unknown as z.ZodType<Hex, Hex>;
}

/** Returns the schema of an integer from `min` to `max`, both included. */
export function uintSchema(min = 0, max = MAX_UINT): z.ZodType<number, number> {
  return z
    .number()
    .refine(
      (value) => Number.isSafeInteger(value) && !Object.is(value, -0) && value >= min && value <= max,
      withCode('uint-range', `expected an integer from ${min} to ${max}`),
    )
    .meta({ type: 'integer', minimum: min, maximum: max });
}

/** What a text schema accepts, and what its messages call it. */
interface TextRule {
  /** Matches the whole text. */
  readonly pattern: RegExp;
  /** Characters. */
  readonly max: number;
  readonly code: BadInputCode;
  readonly expected: `expected ${string}`;
  /** A text that was probably meant, and what its message calls it. */
  readonly meant?: { readonly of: (value: string) => string; readonly what: string };
}

function textSchema({ pattern, max, code, expected, meant }: TextRule): z.ZodType<string, string> {
  const isValid = (value: string): boolean =>
    value.length <= max && !value.endsWith('\n') && pattern.test(value);
  const explain = ({ input }: { readonly input?: unknown }): string => {
    const text = typeof input === 'string' && meant !== undefined ? meant.of(input) : null;
    return text !== null && isValid(text) ? `expected ${meant!.what}: write ${text}` : expected;
  };
  return z
    .string()
    .refine(isValid, { params: { code }, error: explain, abort: true })
    .meta({ pattern: pattern.source, maxLength: max });
}

/** A 32-byte hash, id or salt. */
export const hashSchema = hexSchema(32);
/** A 65-byte signature; `parseSignature` checks r, s and v. */
export const signatureSchema = hexSchema(65);
/** Unix seconds. */
export const timeSchema = uintSchema();
/** An entry key (§2). */
export const keySchema = textSchema({
  pattern: /^[A-Za-z0-9._:@+%()-]+(\/[A-Za-z0-9._:@+%()-]+)*$/,
  max: 256,
  code: 'key-syntax',
  expected: 'expected an entry key such as scope1/row-7: at most 256 of A-Z a-z 0-9 . _ : @ + % ( ) - and /',
});
/** A subject (§2). */
export const subjectSchema = textSchema({
  pattern: /^[a-z0-9._-]+(\/[a-z0-9._-]+)*$/,
  max: 128,
  code: 'subject-syntax',
  expected: 'expected a subject such as inventory/2024: at most 128 of a-z 0-9 . _ - and /',
  meant: { of: (value) => value.toLowerCase(), what: 'a subject in lower case' },
});
/** A unit; empty where the entry is not a quantity (§2). */
export const unitSchema = textSchema({
  pattern: /^[\x21-\x7e]*$/,
  max: 64,
  code: 'unit-syntax',
  expected: 'expected a unit such as kW.h: at most 64 visible ASCII characters, without spaces',
});

/** zod stops at the first defect: an issue for each of a million wrong items would take all memory. */
const FIRST_DEFECT: z.core.ParseContextInternal = { abortEarly: true };

/**
 * Returns the value that a schema accepts. Stops at the first defect.
 * @example
 * parseWith(uintSchema(1), 7) // → 7
 * parseWith(uintSchema(1), 0) // → throws uint-range
 * @throws BadInput with its code, its path and the offending value
 */
export function parseWith<Out>(schema: z.ZodType<Out>, value: unknown): Out {
  const result = schema.safeParse(value, FIRST_DEFECT as z.core.ParseContext<z.core.$ZodIssue>);
  if (result.success) return result.data;
  throw badInputOf(result.error.issues[0]!, value);
}

/** How many unknown members an error names at most. */
const MAX_NAMED = 8;

function badInputOf(issue: z.core.$ZodIssue, whole: unknown): BadInput {
  const value = valueAt(whole, issue.path);
  const path = issue.path.map(String).join('.');
  const shown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, MAX_NAMED).join(', ') : value;
  const message = [path, describeMismatch(issue, value)].filter((part) => part !== '').join(': ');
  return new BadInput(codeOf(issue, value), message, shown, path);
}

function codeOf(issue: z.core.$ZodIssue, value: unknown): BadInputCode {
  const own = issue.code === 'custom' ? (issue.params?.['code'] as BadInputCode | undefined) : undefined;
  if (own !== undefined) return own;
  if (issue.code === 'unrecognized_keys') return 'unknown-member';
  // Only lists in proof files have limits without a code of their own.
  if (issue.code === 'too_big' || issue.code === 'too_small') return 'bundle-limit';
  return value === undefined ? 'missing-member' : 'wrong-type';
}
