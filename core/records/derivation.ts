import { type Hex, isHex } from '../encoding/hex.ts';
import { keySchema } from '../encoding/schema.ts';
import { isSet, type SetOperand } from './row-set.ts';

type Members = Readonly<Record<string, unknown>>;

/** An entry that a figure was computed from: a row of another record, or a figure of the same record (without `record`). */
export interface Operand {
  readonly record?: string | null;
  readonly key: string;
  readonly name?: unknown;
  readonly value?: unknown;
  readonly unit?: unknown;
}

/** An operand that states its name and its quantity, as those of a method do; a set states its sum, or none. */
export interface NamedOperand extends Operand {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
}

/** A figure of a result, as another record names it. */
export interface Citation {
  readonly result: Hex;
  readonly key: string;
}

/** How a figure was computed (§4). */
export interface Derivation {
  /** Empty where none are stated; null where one of them names neither an entry nor a set. */
  readonly operands: readonly (Operand | SetOperand)[] | null;
  /** All members as stated: formula, rounding and warnings are among them, unchecked. */
  readonly members: Members;
}

/**
 * Reads `detail.derivation` of an entry; null where the detail has none. `explain`, `compare` and `impact` all use it. Details come
 * from anyone, so nothing is assumed about their form.
 */
export function readDerivation(detail: unknown): Derivation | null {
  const members = membersOf(detail);
  return members === null ? null : { operands: readOperands(members['operands']), members };
}

/** Returns the figure of a result that an entry shows unchanged (§10); null where its detail names none. */
export function readCitation(detail: unknown): Citation | null {
  const { result, key } = membersOf(detail) ?? {};
  return isHex(result, 32) && isKey(key) ? { result, key } : null;
}

/** Tells whether a detail names a result and is not a citation of one: its `result` or `key` is malformed (§10). */
export function isMalformedCitation(detail: unknown): boolean {
  const members = membersOf(detail);
  if (members === null || !('result' in members)) return false;
  return readCitation(detail) === null || ('relabelled' in members && readRelabelling(detail) === null);
}

/** Returns why an entry shows a cited figure under another key; null where its detail states no reason (§10). */
export function readRelabelling(detail: unknown): string | null {
  const { relabelled } = membersOf(detail) ?? {};
  return isText(relabelled) && /[\p{L}\p{N}]/u.test(relabelled) ? relabelled : null;
}

/** Whether all operands state their name and quantity. */
export function areNamed(
  operands: readonly (Operand | SetOperand)[],
): operands is readonly (NamedOperand | SetOperand)[] {
  return operands.every((operand) => isSetOperand(operand) || isNamed(operand));
}

function isNamed({ name, value, unit }: Operand): boolean {
  return isText(name) && isText(value) && isText(unit);
}

/** Tells whether an operand that was read is a set of rows. */
export function isSetOperand(operand: Operand | SetOperand): operand is SetOperand {
  return 'selection' in operand;
}

function readOperands(stated: unknown): readonly (Operand | SetOperand)[] | null {
  if (stated === undefined) return [];
  return Array.isArray(stated) && stated.every(isOperand) ? stated : null;
}

/** A value with a member `selection` must be a set: read as a row, it would stand for one row only. */
function isOperand(value: unknown): value is Operand | SetOperand {
  if (!isObject(value)) return false;
  if ('selection' in value) return isSet(value);
  const { record = null } = value;
  return isText(value['key']) && (record === null || isText(record));
}

function membersOf(detail: unknown): Members | null {
  const members = isObject(detail) ? detail['derivation'] : undefined;
  return isObject(members) ? members : null;
}

function isKey(key: unknown): key is string {
  return keySchema.safeParse(key).success;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
