import type * as z from 'zod';
import { type Json, type JsonObject, parseJson } from '../core/encoding/json.ts';
import { ROW_SCHEMAS } from '../engine/datasets/dataset.ts';
import { EngineError } from '../engine/errors.ts';
import { readUnitSpelling, type SpelledUnit } from '../engine/quantities/unit-spelling.ts';

/** Converts the members of a detail to the types that its row type requires; unknown members stay text. */
export function typeDetail(detail: JsonObject): void {
  const kinds = kindsOf(detail['row']);
  if (kinds === null) return;
  for (const [member, kind] of kinds) {
    const value = detail[member];
    if (value === undefined || (kind === 'text' && typeof value === 'string')) continue;
    detail[member] = readMember(value, kind);
  }
  finishFactor(detail);
}

/** The factor of an instrument has a unit of its own, factorUnit. */
function finishFactor(detail: JsonObject): void {
  const { factor, factorUnit } = detail;
  if (typeof factor !== 'string' || typeof factorUnit !== 'string') return;
  const spelled = attemptSpelling(factorUnit);
  if (spelled === null || spelled.numerator !== spelled.denominator) return;
  detail['factorUnit'] = spelled.unit;
}

function attemptSpelling(text: string): SpelledUnit | null {
  try {
    return readUnitSpelling(text);
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

type MemberKind = 'text' | 'number' | 'list' | 'numbers';

function readMember(value: Json, kind: MemberKind): Json {
  if (kind === 'text') return typeof value === 'number' ? String(value) : value;
  if (typeof value !== 'string') return value;
  if (kind === 'number') return /^\d{1,15}$/.test(value) ? Number(value) : value;
  const items = value.startsWith('[')
    ? parseJson(value)
    : value.split(/[;\s]+/).filter((item) => item !== '');
  if (!Array.isArray(items) || kind === 'list') return items;
  return items.map((item) => (typeof item === 'string' && /^\d{1,15}$/.test(item) ? Number(item) : item));
}

type MemberKinds = readonly (readonly [name: string, kind: MemberKind])[];

const kindsByRow = new Map<string, MemberKinds>();

function kindsOf(row: unknown): MemberKinds | null {
  if (typeof row !== 'string') return null;
  const before = kindsByRow.get(row);
  if (before !== undefined) return before;
  const schema = ROW_SCHEMAS.get(row);
  if (schema === undefined) return null;
  const kinds = Object.entries(schema.shape).map(
    ([name, member]) => [name, kindOf(member as z.ZodType)] as const,
  );
  kindsByRow.set(row, kinds);
  return kinds;
}

function kindOf(schema: z.ZodType): MemberKind {
  const { def } = schema as unknown as { def: { type: string; innerType?: z.ZodType } };
  if (def.innerType !== undefined) return kindOf(def.innerType);
  if (def.type === 'array') return 'list';
  if (def.type === 'tuple') return 'numbers';
  return def.type === 'number' ? 'number' : 'text';
}
