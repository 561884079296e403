import * as z from 'zod';
import { checkCanonical, parseDecimal } from '../encoding/decimal.ts';
import { BadInput, showValue } from '../errors.ts';
import { HASH_BYTES } from '../hashing/hash-order.ts';
import { type Hex, ZERO_HASH, bytesOf, concatBytes, formatHex } from '../encoding/hex.ts';
import { type JsonObject, formatJson } from '../encoding/json.ts';
import { hashJsonText } from '../hashing/json-hash.ts';
import { keccak, keccakHex, keccakText } from '../hashing/keccak.ts';
import { SparseMerkleMap } from '../merkle/map/sparse-merkle-map.ts';
import type { MapItem } from '../merkle/map/item.ts';
import {
  hashSchema,
  keySchema,
  parseWith,
  timeSchema,
  uintSchema,
  unitSchema,
  withCode,
} from '../encoding/schema.ts';
import { hashStruct, hashType, wordOfInt, wordOfText, wordOfUint } from '../hashing/struct-hash.ts';

/** An entry as it is hashed: one figure, one row or one document (§4). */
export interface EntryStruct {
  readonly key: string;
  readonly coefficient: bigint;
  readonly scale: number;
  readonly unit: string;
  /** Unix seconds; the period is from ≤ t < until, and (0, 0) where none is stated. */
  readonly from: number;
  readonly until: number;
  /** keccak(JCS(detail)); the zero hash where there is no detail. */
  readonly detail: Hex;
  readonly salt: Hex;
}

/** An entry as files hold it: the value as a decimal string, and the detail itself. */
export interface Entry {
  readonly key: string;
  /** A canonical decimal string; null exactly where `unit` is empty. */
  readonly value: string | null;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: JsonObject | null;
  readonly salt: Hex;
}

/** An entry before it gets its salt. */
export type UnsaltedEntry = Omit<Entry, 'salt'>;

const ENTRY_TYPE = hashType(
  'Entry(string key,int256 coefficient,uint8 scale,string unit,uint64 from,uint64 until,bytes32 detail,bytes32 salt)',
);

const hasPeriod = ({ from, until }: { from: number; until: number }): boolean =>
  from < until || (from === 0 && until === 0);
const PERIOD = withCode('period', 'expected from < until, or 0 for both');
const hasUnitForValue = ({ unit, value }: { unit: string; value: string | null }): boolean =>
  (unit === '') === (value === null);
const UNIT = withCode('entry-unit', 'expected a value with a unit, or null with the unit ""');

/** A JSON object, such as a detail or statement; `hashJson` checks what it holds. */
export const jsonObjectSchema = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected a JSON object',
);

/** An entry as files hold it. */
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
  .refine(hasPeriod, PERIOD)
  .refine(hasUnitForValue, UNIT);

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
  .refine(hasPeriod, PERIOD);

/**
 * Returns an entry in its hashed form from outside, checked; there the coefficient is a decimal integer string.
 * @example
 * parseEntryStruct({ key: 'scope1', coefficient: '12.5' }) // → throws wrong-type at coefficient
 * @throws BadInput with the code of the wrong member
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
    throw new BadInput(
      'entry-unit',
      `expected coefficient and scale 0 for an entry without a unit: ${showValue(key)}`,
      unit,
    );
  }
}

/**
 * Returns an entry from outside, checked.
 * @example
 * parseEntry({ key: 'scope 1' }) // → throws key-syntax at key
 * @throws BadInput with the code of the wrong member
 */
export function parseEntry(value: unknown): Entry {
  const entry = parseWith(entrySchema, value);
  structOfEntry(entry);
  return entry;
}

/**
 * Checks the rules between the members of an entry. Each member was checked alone before; what value and detail hold is checked
 * where they are hashed.
 * @throws BadInput `period`, `entry-unit`
 */
export function checkEntryRules(entry: Entry): void {
  if (!hasPeriod(entry)) throw brokenRule(entry, PERIOD);
  if (!hasUnitForValue(entry)) throw brokenRule(entry, UNIT);
}

function brokenRule({ key }: Entry, { params: { code }, message }: typeof PERIOD): BadInput {
  return new BadInput(code, `${showValue(key)}: ${message}`, key);
}

/** Returns the hashed form of an entry (§4). @throws BadInput `decimal-…`, `json-…` */
export function structOfEntry(entry: Entry): EntryStruct {
  return structWith(entry, formatDetail(entry));
}

function formatDetail({ detail }: Entry): string | null {
  return detail === null ? null : formatJson(detail);
}

function structWith({ value, key, unit, from, until, salt }: Entry, detail: string | null): EntryStruct {
  const { coefficient, scale } = value === null ? { coefficient: 0n, scale: 0 } : parseDecimal(value);
  return {
    key,
    coefficient,
    scale,
    unit,
    from,
    until,
    detail: detail === null ? ZERO_HASH : hashJsonText(detail),
    salt,
  };
}

/** Returns the leaf of an entry: its EIP-712 struct hash (§4). */
export function hashEntry(entry: EntryStruct): Hex {
  return formatHex(hashUnder(wordOfText(entry.key), entry));
}

function hashUnder(key: Uint8Array, entry: EntryStruct): Uint8Array {
  const { coefficient, scale, unit, from, until, detail, salt } = entry;
  return hashStruct(ENTRY_TYPE, [
    key,
    wordOfInt(coefficient),
    wordOfUint(scale),
    wordOfText(unit),
    wordOfUint(from),
    wordOfUint(until),
    bytesOf(detail),
    bytesOf(salt),
  ]);
}

/** Returns the map key of an entry in its record's map: keccak(utf8(key)) (§4). */
export function hashEntryKey(key: string): Hex {
  return formatHex(keccakText(key));
}

/** Returns the item of an entry in its record's map. @throws BadInput `decimal-…`, `json-…` */
export function itemOfEntry(entry: Entry): MapItem {
  const { key, leaf } = encodeWith(entry, formatDetail(entry));
  return { key: formatHex(key), leaf: formatHex(leaf) };
}

/** An entry as an item of its record's map, and as RFC 8785 text to store. */
export interface EncodedEntry {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 32 bytes. */
  readonly leaf: Uint8Array;
  readonly text: string;
}

/** Returns a checked entry as it is hashed and as it is stored. @throws BadInput `decimal-…`, `json-…` */
export function encodeEntry(entry: Entry): EncodedEntry {
  const detail = formatDetail(entry);
  return { ...encodeWith(entry, detail), text: formatWith(entry, detail) };
}

/** One hash serves twice: it is the key's word in the struct, and the key in the map. */
function encodeWith(entry: Entry, detail: string | null): Omit<EncodedEntry, 'text'> {
  const key = wordOfText(entry.key);
  return { key, leaf: hashUnder(key, structWith(entry, detail)) };
}

/** Only the unit may have characters that JSON escapes; the other members are written as they are. */
function formatWith({ from, key, salt, unit, until, value }: Entry, detail: string | null): string {
  const quantity = value === null ? null : `"${value}"`;
  return `{"detail":${detail},"from":${from},"key":"${key}","salt":"${salt}","unit":${JSON.stringify(unit)},"until":${until},"value":${quantity}}`;
}

/** Returns the root of a record's entries map; the zero hash where there are no entries (§5). @throws BadInput `entry-repeated`, `decimal-…`, `json-…` */
export function hashEntries(entries: readonly Entry[]): Hex {
  checkDistinctKeys(entries);
  return hashEncoded(entries.map((entry) => encodeWith(entry, formatDetail(entry))));
}

/** Checks that no two entries have the same key. @throws BadInput `entry-repeated` */
export function checkDistinctKeys(entries: readonly Entry[]): void {
  const keys = new Set<string>();
  for (const { key } of entries) {
    if (keys.has(key))
      throw new BadInput(
        'entry-repeated',
        `two entries have the key ${showValue(key)}: rename or remove one`,
        key,
      );
    keys.add(key);
  }
}

/** Returns the root of the map of entries whose keys differ; the zero hash where there are none (§5). */
export function hashEncoded(entries: readonly Omit<EncodedEntry, 'text'>[]): Hex {
  const keys = new Uint8Array(entries.length * HASH_BYTES);
  const leaves = new Uint8Array(entries.length * HASH_BYTES);
  entries.forEach(({ key, leaf }, index) => {
    keys.set(key, index * HASH_BYTES);
    leaves.set(leaf, index * HASH_BYTES);
  });
  return SparseMerkleMap.build({ keys, leaves }).root;
}

/** Returns the salt of one entry, derived from its record's secret: keccak(secret ‖ keccak(key)) (§4). */
export function deriveSalt(secret: Hex, key: string): Hex {
  return keccakHex(concatBytes(bytesOf(secret), keccak(new TextEncoder().encode(key))));
}
