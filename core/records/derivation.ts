import { type Hex, isHex } from '../encoding/hex.ts';
import { keySchema } from '../encoding/schema.ts';

type Members = Readonly<Record<string, unknown>>;

/** An entry that a figure was computed from: a row of another record, or a figure of the same record (`record` is null). */
export interface Operand {
  readonly record: string | null;
  readonly key: string;
  /** Null where the derivation does not state it as a text. */
  readonly name: string | null;
  readonly value: string | null;
  readonly unit: string | null;
}

/** An operand that states its name and its quantity, as those of a method do. */
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
  /** Empty where none are stated; null where one of them names no entry. */
  readonly operands: readonly Operand[] | null;
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

/** Whether all operands state their name and quantity. */
export function areNamed(operands: readonly Operand[]): operands is readonly NamedOperand[] {
  return operands.every(({ name, value, unit }) => name !== null && value !== null && unit !== null);
}

function readOperands(stated: unknown): Operand[] | null {
  if (stated === undefined) return [];
  if (!Array.isArray(stated)) return null;
  const operands: Operand[] = [];
  for (const item of stated as readonly unknown[]) {
    if (!isObject(item)) return null;
    const { record = null, key } = item;
    if (typeof key !== 'string' || (record !== null && typeof record !== 'string')) return null;
    operands.push({
      record,
      key,
      name: textOf(item['name']),
      value: textOf(item['value']),
      unit: textOf(item['unit']),
    });
  }
  return operands;
}

function membersOf(detail: unknown): Members | null {
  const members = isObject(detail) ? detail['derivation'] : undefined;
  return isObject(members) ? members : null;
}

function isKey(key: unknown): key is string {
  return keySchema.safeParse(key).success;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
