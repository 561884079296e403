import { z } from 'zod';
import { checkCanonical, parseDecimal } from './decimal.ts';
import { BadInput, showValue } from './errors.ts';
import { type Hex, ZERO_HASH, bytesOf, concatBytes, formatHex } from './hex.ts';
import { type Json, type JsonObject, hashJson } from './json.ts';
import { keccak, keccakHex, keccakText } from './keccak.ts';
import { buildMap, mapRoot } from './map.ts';
import type { MapItem } from './map-item.ts';
import { hashSchema, keySchema, parseWith, timeSchema, uintSchema, unitSchema, withCode } from './schema.ts';
import { hashStruct, hashType, wordOfInt, wordOfText, wordOfUint } from './struct-hash.ts';

/** One figure, one row or one document, as it is hashed (§4). */
export interface EntryStruct {
  readonly key: string;
  readonly coefficient: bigint;
  readonly scale: number;
  readonly unit: string;
  /** Unix seconds; half-open, (0, 0) where no period is stated. */
  readonly from: number;
  readonly until: number;
  /** keccak(JCS(detail)), or zero. */
  readonly detail: Hex;
  readonly salt: Hex;
}

/** One figure as people and bundles write it: the value as a decimal string, the detail itself. */
export interface Entry {
  readonly key: string;
  /** A canonical decimal; null exactly where `unit` is empty. */
  readonly value: string | null;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: JsonObject | null;
  readonly salt: Hex;
}

const ENTRY_TYPE = hashType(
  'Entry(string key,int256 coefficient,uint8 scale,string unit,uint64 from,uint64 until,bytes32 detail,bytes32 salt)',
);

const hasPeriod = ({ from, until }: { from: number; until: number }): boolean =>
  from < until || (from === 0 && until === 0);
const hasUnitForValue = ({ unit, value }: { unit: string; value: string | null }): boolean =>
  (unit === '') === (value === null);

/** A JSON object: a detail or statement; `hashJson` judges what it holds. */
export const jsonObjectSchema = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'not a JSON object',
);

/** An entry as people and bundles write it. */
export const entrySchema = z
  .strictObject({
    key: keySchema,
    value: z.string().nullable(),
    unit: unitSchema,
    from: timeSchema,
    until: timeSchema,
    detail: jsonObjectSchema.nullable(),
    salt: hashSchema,
  })
  .refine(hasPeriod, withCode('period', 'a period is from < until, or (0, 0)'))
  .refine(hasUnitForValue, withCode('entry-unit', 'a value and a unit belong together'));

const structSchema = z
  .strictObject({
    key: keySchema,
    coefficient: z.string().regex(/^(0|-?[1-9][0-9]*)$/),
    scale: uintSchema(0, 255),
    unit: unitSchema,
    from: timeSchema,
    until: timeSchema,
    detail: hashSchema,
    salt: hashSchema,
  })
  .refine(hasPeriod, withCode('period', 'a period is from < until, or (0, 0)'));

/**
 * Returns an entry struct read from its hashed form, the coefficient as a decimal integer string.
 * @throws BadInput with the code of the member that is wrong
 */
export function parseEntryStruct(value: unknown): EntryStruct {
  const parsed = parseWith(structSchema, value);
  const struct = {
    ...parsed,
    coefficient: parsed.coefficient.length > 40 ? 10n ** 40n : BigInt(parsed.coefficient),
  };
  checkEntryStruct(struct);
  return struct;
}

function checkEntryStruct({ coefficient, scale, unit, key }: EntryStruct): void {
  checkCanonical({ coefficient, scale });
  if (unit === '' && (coefficient !== 0n || scale !== 0)) {
    throw new BadInput('entry-unit', `a quantity without a unit: ${showValue(key)}`, unit);
  }
}

/** Returns an entry read from outside. @throws BadInput with the code of the member that is wrong */
export function parseEntry(value: unknown): Entry {
  const entry = parseWith(entrySchema, value);
  structOfEntry(entry);
  return entry;
}

/** Returns the hashed form of an entry (§4). @throws BadInput `decimal-…`, `json-…` */
export function structOfEntry(entry: Entry): EntryStruct {
  const { coefficient, scale } =
    entry.value === null ? { coefficient: 0n, scale: 0 } : parseDecimal(entry.value);
  const { key, unit, from, until, salt } = entry;
  return { key, coefficient, scale, unit, from, until, detail: hashDetail(entry.detail), salt };
}

function hashDetail(detail: Json): Hex {
  return detail === null ? ZERO_HASH : hashJson(detail);
}

/** Returns the leaf of an entry: its EIP-712 struct hash (§4). */
export function hashEntry(entry: EntryStruct): Hex {
  const { key, coefficient, scale, unit, from, until, detail, salt } = entry;
  return formatHex(
    hashStruct(ENTRY_TYPE, [
      wordOfText(key),
      wordOfInt(coefficient),
      wordOfUint(scale),
      wordOfText(unit),
      wordOfUint(from),
      wordOfUint(until),
      bytesOf(detail),
      bytesOf(salt),
    ]),
  );
}

/** Returns where an entry stands in its record's map: keccak(utf8(key)) (§4). */
export function hashEntryKey(key: string): Hex {
  return formatHex(keccakText(key));
}

/** Returns the item of an entry in its record's map. */
export function itemOfEntry(entry: Entry): MapItem {
  return { key: hashEntryKey(entry.key), leaf: hashEntry(structOfEntry(entry)) };
}

/** Returns the root of the map of a record's entries, zero of none (§5). @throws BadInput `entry-repeated` */
export function hashEntries(entries: readonly Entry[]): Hex {
  const keys = new Set<string>();
  for (const { key } of entries) {
    if (keys.has(key))
      throw new BadInput('entry-repeated', `two entries with the key ${showValue(key)}`, key);
    keys.add(key);
  }
  return mapRoot(buildMap(entries.map(itemOfEntry)));
}

/** Returns the salt of one entry from its record's secret: keccak(secret ‖ keccak(key)) (§4). */
export function deriveSalt(secret: Hex, key: string): Hex {
  return keccakHex(concatBytes(bytesOf(secret), keccak(new TextEncoder().encode(key))));
}
