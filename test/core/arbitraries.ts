import fc from 'fast-check';
import type { Decimal } from '../../core/encoding/decimal.ts';
import type { EntryStruct } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import type { Json, JsonObject } from '../../core/encoding/json.ts';
import type { MapItem } from '../../core/merkle/map/item.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';

/** Any 32 bytes. */
export const anyHash: fc.Arbitrary<Hex> = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(formatHex);

/** Any 32 bytes, more often the least, the greatest and their neighbours: keys that share many bits. */
export const anyKey: fc.Arbitrary<Hex> = fc.oneof(
  anyHash,
  fc
    .tuple(fc.constantFrom(0x00, 0xff, 0x5a), fc.nat(255))
    .map(([fill, bit]) =>
      formatHex(
        new Uint8Array(32).fill(fill).map((byte, at) => (at === bit >> 3 ? byte ^ (128 >> (bit & 7)) : byte)),
      ),
    ),
);

/** Different leaves of a tree. */
export const anyLeaves: fc.Arbitrary<Hex[]> = fc.uniqueArray(anyHash, { minLength: 1, maxLength: 40 });

/** Items of a map with different keys. */
export const anyItems: fc.Arbitrary<MapItem[]> = fc.uniqueArray(fc.record({ key: anyKey, leaf: anyHash }), {
  selector: ({ key }) => key,
  maxLength: 24,
});

export const anyUint: fc.Arbitrary<number> = fc.oneof(
  fc.nat(1000),
  fc.maxSafeNat(),
  fc.constantFrom(0, 1, MAX_UINT),
);

/** A canonical quantity. */
export const anyDecimal: fc.Arbitrary<Decimal> = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
    ),
    fc.nat(30),
  )
  .map(([coefficient, scale]) => {
    const pair = { coefficient, scale };
    while (pair.scale > 0 && pair.coefficient % 10n === 0n) {
      pair.coefficient /= 10n;
      pair.scale--;
    }
    return pair;
  });

const keyCharacter = fc.constantFrom(...Array.from('abzAZ09._:@+%()-'));
const segment = fc.string({ unit: keyCharacter, minLength: 1, maxLength: 12 });
const subjectSegment = fc.string({
  unit: fc.constantFrom(...Array.from('abz09._-')),
  minLength: 1,
  maxLength: 12,
});

export const anyEntryKey: fc.Arbitrary<string> = fc
  .array(segment, { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join('/'));

export const anySubject: fc.Arbitrary<string> = fc
  .array(subjectSegment, { minLength: 1, maxLength: 5 })
  .map((segments) => segments.join('/'));

const anyUnit = fc.string({
  unit: fc.constantFrom(...Array.from('!~t{CO2e}/kW.h')),
  minLength: 1,
  maxLength: 64,
});

export const anyEntry: fc.Arbitrary<EntryStruct> = fc
  .record({
    key: anyEntryKey,
    quantity: anyDecimal,
    unit: fc.oneof(anyUnit, fc.constant('')),
    period: fc
      .tuple(anyUint, anyUint)
      .map(([a, b]) => (a === b ? { from: 0, until: 0 } : { from: Math.min(a, b), until: Math.max(a, b) })),
    detail: fc.oneof(anyHash, fc.constant(ZERO_HASH)),
    salt: anyHash,
  })
  .map(({ quantity, period, unit, ...rest }) => ({
    ...rest,
    ...(unit === '' ? { coefficient: 0n, scale: 0 } : quantity),
    unit,
    ...period,
  }));

export const anyRecord: fc.Arbitrary<LedgerRecord> = fc
  .record({
    party: anyHash,
    kind: fc.constantFrom(1, 2, 3, 4, 5),
    subject: anySubject,
    sequence: anyUint.map((uint) => Math.max(1, uint)),
    previous: anyHash,
    entries: anyHash,
    sources: fc.uniqueArray(anyHash, { maxLength: 8 }).map((ids) => ids.sort()),
    statement: anyHash,
  })
  .map((record) => ({ ...record, previous: record.sequence === 1 ? ZERO_HASH : record.previous }));

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length', '\u0000', '€', '😀', 'דּ', '\u2028'),
);

/** JSON that the protocol allows, also with members that are named like those of a prototype. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Json>(null, true, false),
    fc.maxSafeInteger().map((number) => (Object.is(number, -0) ? 0 : number)),
    anyText,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(anyText, tie('value')), { maxLength: 5 }).map((members) => {
      const object = Object.create(null) as JsonObject;
      for (const [name, value] of members) object[name] = value;
      return object;
    }),
  ),
})).value;
