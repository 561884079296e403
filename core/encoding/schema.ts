import { z } from 'zod';
import { BadInput, type BadInputCode, showValue } from '../errors.ts';
import { type Hex, isHex } from './hex.ts';

/** The greatest uint64 that the ledger reads, 2^53−1 (§2). */
export const MAX_UINT = Number.MAX_SAFE_INTEGER;

/** Returns the options that give a zod refinement one of the ledger's codes; nothing is read after it refused. */
export function withCode(
  code: BadInputCode,
  message: string,
): { params: { code: BadInputCode }; message: string; abort: true } {
  return { params: { code }, message, abort: true };
}

/** Returns the schema of a hex string of exactly `length` bytes (§2). */
export function hexSchema(length: number): z.ZodType<Hex, Hex> {
  return z
    .string()
    .refine(
      (value) => isHex(value, length),
      withCode('hex-syntax', `not ${length} bytes of lower-case 0x hex`),
    )
    .meta({ pattern: `^0x[0-9a-f]{${2 * length}}$` }) as unknown as z.ZodType<Hex, Hex>;
}

/** Returns the schema of an integer from `min` to `max`. */
export function uintSchema(min = 0, max = MAX_UINT): z.ZodType<number, number> {
  return z
    .number()
    .refine(
      (value) => Number.isSafeInteger(value) && !Object.is(value, -0) && value >= min && value <= max,
      withCode('uint-range', `not an integer from ${min} to ${max}`),
    )
    .meta({ type: 'integer', minimum: min, maximum: max });
}

/** Returns the schema of a text in the whole of `pattern`, of at most `max` characters. */
export function textSchema(pattern: RegExp, max: number, code: BadInputCode): z.ZodType<string, string> {
  return z
    .string()
    .refine(
      (value) => value.length <= max && !value.endsWith('\n') && pattern.test(value),
      withCode(code, 'not in the spelling allowed'),
    )
    .meta({ pattern: pattern.source, maxLength: max });
}

/** A 32-byte hash, id or salt. */
export const hashSchema = hexSchema(32);
/** A 65-byte signature; `checkSignature` judges r, s and v. */
export const signatureSchema = hexSchema(65);
/** Unix seconds. */
export const timeSchema = uintSchema();
/** An entry key (§2). */
export const keySchema = textSchema(/^[A-Za-z0-9._:@+%()-]+(\/[A-Za-z0-9._:@+%()-]+)*$/, 256, 'key-syntax');
/** A subject (§2). */
export const subjectSchema = textSchema(/^[a-z0-9._-]+(\/[a-z0-9._-]+)*$/, 128, 'subject-syntax');
/** A unit; empty where the entry is no quantity (§2). */
export const unitSchema = textSchema(/^[\x21-\x7e]*$/, 64, 'unit-syntax');

/** Only the first defect is told; an issue for each of a million wrong items would take all memory. */
const FIRST_DEFECT: z.core.ParseContextInternal = { abortEarly: true };

/**
 * Returns the value that a schema accepts. Stops at the first defect.
 * @throws BadInput with its code, its path and the offending value
 */
export function parseWith<Out>(schema: z.ZodType<Out>, value: unknown): Out {
  const result = schema.safeParse(value, FIRST_DEFECT as z.core.ParseContext<z.core.$ZodIssue>);
  if (result.success) return result.data;
  throw describeIssue(result.error.issues[0], value);
}

/** Unknown members named in a message. */
const MAX_NAMED = 8;

function describeIssue(issue: z.core.$ZodIssue | undefined, whole: unknown): BadInput {
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    whole,
  );
  const code = codeOf(issue, value);
  const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  const unknown = issue?.code === 'unrecognized_keys';
  const shown = unknown ? issue.keys.slice(0, MAX_NAMED).join(', ') : value;
  return new BadInput(
    code,
    `${where}${unknown ? 'unknown member' : (issue?.message ?? 'refused')}: ${showValue(shown)}`,
    shown,
    path.map(String).join('.'),
  );
}

function codeOf(issue: z.core.$ZodIssue | undefined, value: unknown): BadInputCode {
  const own = issue?.code === 'custom' ? (issue.params?.['code'] as BadInputCode | undefined) : undefined;
  if (own !== undefined) return own;
  if (issue?.code === 'unrecognized_keys') return 'unknown-member';
  if (issue?.code === 'too_big' || issue?.code === 'too_small') return 'bundle-limit';
  return value === undefined ? 'missing-member' : 'wrong-type';
}
