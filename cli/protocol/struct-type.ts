import { z } from 'zod';
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

/** Struct of the protocol by its EIP-712 name → how its hash is computed from the value as the vectors write it. */
const STRUCTS: Readonly<Record<string, (value: unknown) => Hex>> = {
  Entry: (value) => hashEntry(parseEntryStruct(value)),
  Record: (value) => hashRecord(parseRecord(value)),
  Sealed: (value) => hashSealed(parseSealed(value)),
  BatchHeader: (value) => hashHeader(parseHeader(value)),
  /** A map of one item has its struct hash as root (§3). */
  Item: (value) => SparseMerkleMap.build([parseWith(itemSchema, value)]).root,
  Head: (value) => hashHead(parseHead(value)),
  Holder: (value) => hashHolder(parseHolder(value)),
  Receipt: (value) => hashReceipt(parseReceipt(value)),
};

/** The names that `hash` itself gives to structs. */
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

/** Returns the struct hash of a value of a struct, named as in EIP-712 or as `hash` names it. @throws BadInput `digest-type`, or the code of the member that is wrong */
export function hashNamedStruct(name: unknown, value: unknown): Hex {
  const full = typeof name === 'string' && Object.hasOwn(SHORT_NAMES, name) ? SHORT_NAMES[name] : name;
  const hash = typeof full === 'string' && Object.hasOwn(STRUCTS, full) ? STRUCTS[full] : undefined;
  if (hash !== undefined) return hash(value);
  throw new BadInput(
    'digest-type',
    `type is one of ${Object.keys(STRUCTS).join(', ')}, not ${showValue(name)}`,
    name,
    'type',
  );
}
