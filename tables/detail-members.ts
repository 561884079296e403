import type * as z from 'zod';
import { type Json, type JsonObject, parseJson } from '../core/encoding/json.ts';
import { EngineError } from '../engine/errors/engine-error.ts';
import { HUNDRED, ONE, parseAmount } from '../engine/quantities/decimal.ts';
import { readUnitSpelling, type SpelledUnit } from '../engine/quantities/unit-spelling.ts';
import { codeName, tidyPlace } from '../engine/rows/spelling.ts';
import { findRowType, ROW_TYPES } from '../engine/rows/types/row-types.ts';
import { VALUE_WORDS } from './layout/member-words.ts';

/** Converts the members of a detail to the types that its row type requires; unknown members stay text. */
export function typeDetail(detail: JsonObject): void {
  spellWords(detail);
  const kinds = kindsOf(detail['row']);
  if (kinds === null) return;
  for (const [member, kind] of kinds) {
    const value = detail[member];
    if (value === undefined || (kind === 'text' && typeof value === 'string')) continue;
    detail[member] = readMember(value, kind);
  }
  spellNames(detail, findRowType(detail['row'])!.names);
  spellUncertainty(detail);
  finishFactor(detail);
}

/** Writes a kind of row, and words of closed lists, as a row can hold them, where they are as the portal and templates show them. */
function spellWords(detail: JsonObject): void {
  const { row } = detail;
  if (typeof row === 'string' && kindsOf(row) === null) detail['row'] = ROW_WORDS.get(bareWords(row)) ?? row;
  for (const [member, codes] of CODES) {
    const value = detail[member];
    if (typeof value === 'string') detail[member] = codes.get(bareWords(value)) ?? value;
  }
}

function bareWords(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** What kinds of rows are called → their types. */
const ROW_WORDS: ReadonlyMap<string, string> = new Map(
  ROW_TYPES.flatMap(({ type, words }) =>
    Object.values(words).map((text: string) => [bareWords(text), type] as const),
  ),
);
const CODES: readonly (readonly [string, ReadonlyMap<string, string>])[] = Object.entries(VALUE_WORDS).map(
  ([member, values]) => [
    member.replace('detail.', ''),
    new Map(
      Object.entries(values).flatMap(([code, words]) =>
        Object.values(words).map((text: string) => [bareWords(text), code]),
      ),
    ),
  ],
);

/** Writes names and places as a row can hold them: names as codes, and codes of places in capitals. */
function spellNames(detail: JsonObject, names: readonly string[]): void {
  for (const member of names) {
    const value = detail[member];
    if (typeof value === 'string') detail[member] = codeName(value);
    else if (Array.isArray(value))
      detail[member] = value.map((item) => (typeof item === 'string' ? codeName(item) : item));
  }
  const place = detail['geography'];
  if (typeof place === 'string') detail['geography'] = tidyPlace(place);
}

const PERCENT = /^±? ?(\d+(?:\.\d+)?) ?%$/;
const ENDS = /^[-−] ?(\d+(?:\.\d+)?) ?% ?(?:[/;,]|to)? ?\+ ?(\d+(?:\.\d+)?) ?%$/;

/**
 * Writes a relative spread as a row can hold it: `5%` or `±5 %` is half of a two-sided 95 % interval, `-10% +20%` are its two limits, and of a
 * parameter `5%` is 0.05. The unit of amounts becomes UCUM, unless they would have to be converted.
 */
function spellUncertainty(detail: JsonObject): void {
  const { uncertainty } = detail;
  if (typeof uncertainty === 'string') {
    const spelled = spellSpread(uncertainty.trim());
    if (spelled !== null) detail['uncertainty'] = spelled;
  } else if (typeof uncertainty === 'object' && uncertainty !== null && !Array.isArray(uncertainty))
    detail['uncertainty'] = spellParameters(uncertainty);
}

function spellSpread(text: string): JsonObject | null {
  const half = PERCENT.exec(text)?.[1];
  if (half !== undefined) return { distribution: 'interval95', halfWidth: overHundred(half) };
  const [, below, above] = ENDS.exec(text) ?? [];
  if (below === undefined || above === undefined) return null;
  const lower = String(HUNDRED.minus(parseAmount(trimZeros(below))).div(HUNDRED));
  return { distribution: 'limits95', lower, upper: String(ONE.plus(parseAmount(overHundred(above)))) };
}

function spellParameters(members: JsonObject): JsonObject {
  const spelled = Object.entries(members).map(([name, member]): [string, Json] => {
    if (typeof member !== 'string') return [name, member];
    const percent = PERCENT.exec(member)?.[1];
    if (percent !== undefined) return [name, overHundred(percent)];
    const unit = name === 'unit' ? attemptSpelling(member) : null;
    return [name, unit !== null && unit.numerator === unit.denominator ? unit.unit : member];
  });
  return Object.fromEntries(spelled);
}

/** Returns a percentage, such as 5 or 12.50, as a part of 1. */
function overHundred(percent: string): string {
  return String(parseAmount(trimZeros(percent)).div(HUNDRED));
}

function trimZeros(decimal: string): string {
  const whole = decimal.replace(/^0+(?=\d)/, '');
  return whole.includes('.') ? whole.replace(/\.?0+$/, '') : whole;
}

/** Writes the unit of an instrument's factor, `factorUnit`, in UCUM, unless its factor would have to be converted. */
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

/** The type of a member: a text, a whole number, a list of texts or of numbers, an object with any members, or one with declared members. */
type MemberKind = 'text' | 'number' | 'list' | 'numbers' | 'any' | MemberKinds;
type MemberKinds = ReadonlyMap<string, MemberKind>;

function readMember(value: Json, kind: MemberKind): Json {
  if (typeof kind === 'object') return readMembers(value, kind);
  if (kind === 'text') return typeof value === 'number' ? String(value) : value;
  if (typeof value !== 'string') return value;
  if (kind === 'any') return value.startsWith('{') ? parseJson(value) : value;
  if (kind === 'number') return /^\d{1,15}$/.test(value) ? Number(value) : value;
  const items = value.startsWith('[')
    ? parseJson(value)
    : value.split(/[;\s]+/).filter((item) => item !== '');
  if (!Array.isArray(items) || kind === 'list') return items;
  return items.map((item) => (typeof item === 'string' && /^\d{1,15}$/.test(item) ? Number(item) : item));
}

/** An object can be a cell as JSON, or columns such as `detail.quality.temporal`. */
function readMembers(value: Json, kinds: MemberKinds): Json {
  const object = typeof value === 'string' && value.startsWith('{') ? parseJson(value) : value;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return object;
  return Object.fromEntries(
    Object.entries(object).map(([name, member]) => [name, readMember(member, kinds.get(name) ?? 'text')]),
  );
}

const kindsByRow = new Map<string, MemberKinds>();

function kindsOf(row: unknown): MemberKinds | null {
  if (typeof row !== 'string') return null;
  const before = kindsByRow.get(row);
  if (before !== undefined) return before;
  const schema = findRowType(row)?.schema;
  if (schema === undefined) return null;
  const kinds = kindsOfShape(schema.shape);
  kindsByRow.set(row, kinds);
  return kinds;
}

function kindsOfShape(shape: Readonly<Record<string, unknown>>): MemberKinds {
  return new Map(Object.entries(shape).map(([name, member]) => [name, kindOf(member as z.ZodType)]));
}

/** Returns the type of a member from its schema. An optional one has the type inside; an object in several forms has the members of all. */
function kindOf(schema: z.ZodType): MemberKind {
  const { def } = schema as unknown as { def: SchemaDefinition };
  if (def.innerType !== undefined) return kindOf(def.innerType);
  if (def.type === 'array') return 'list';
  if (def.type === 'tuple') return 'numbers';
  if (def.type === 'record') return 'any';
  if (def.type === 'object') return kindsOfShape((schema as z.ZodObject).shape);
  if (def.options !== undefined)
    return new Map(def.options.flatMap((option) => [...kindsOfShape((option as z.ZodObject).shape)]));
  return def.type === 'number' ? 'number' : 'text';
}

/** What this file reads of a schema's definition. */
interface SchemaDefinition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}
