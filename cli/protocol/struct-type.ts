import * as z from 'zod';
import { hashHeader, hashSealed, parseHeader, parseSealed } from '../../core/batches/batch.ts';
import { hashEntry, parseEntryStruct } from '../../core/records/entry.ts';
import { BadInput, showValue } from '../../core/errors.ts';
import { hashHead, hashHolder, parseHead, parseHolder } from '../../core/batches/head.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { hashSchema, parseWith } from '../../core/encoding/schema.ts';
import { hashReceipt, parseReceipt } from '../../core/records/receipt.ts';
import { hashRecord, parseRecord } from '../../core/records/record.ts';

const itemSchema = z.strictObject({ key: hashSchema, leaf: hashSchema });

/** EIP-712 name of a struct → how to compute its hash from the value, written as in the test vectors. */
const STRUCTS: Readonly<Record<string, (value: unknown) => Hex>> = {
  Entry: (value) => hashEntry(parseEntryStruct(value)),
  Record: (value) => hashRecord(parseRecord(value)),
  Sealed: (value) => hashSealed(parseSealed(value)),
  BatchHeader: (value) => hashHeader(parseHeader(value)),
  /** The root of a map with one item is the struct hash of the item (§3). */
  Item: (value) => SparseMerkleMap.build([parseWith(itemSchema, value)]).root,
  Head: (value) => hashHead(parseHead(value)),
  Holder: (value) => hashHolder(parseHolder(value)),
  Receipt: (value) => hashReceipt(parseReceipt(value)),
};

/** Names of structs in the command `hash` → their EIP-712 names. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  entry: 'Entry',
  record: 'Record',
  sealed: 'Sealed',
  header: 'BatchHeader',
  item: 'Item',
  head: 'Head',
  holder: 'Holder',
  receipt: 'Receipt',
};

/** Returns the struct hash of a value. `name` is the EIP-712 name, or that of the command `hash`. @throws BadInput `digest-type`, or the code of the wrong member */
export function hashNamedStruct(name: unknown, value: unknown): Hex {
  const full = typeof name === 'string' && Object.hasOwn(SHORT_NAMES, name) ? SHORT_NAMES[name] : name;
  const hash = typeof full === 'string' && Object.hasOwn(STRUCTS, full) ? STRUCTS[full] : undefined;
  if (hash !== undefined) return hash(value);
  throw new BadInput(
    'digest-type',
    `type must be one of ${Object.keys(STRUCTS).join(', ')}, got ${showValue(name)}`,
    name,
    'type',
  );
}
