import { copyWords, HASH_BYTES, HASH_WORDS, wordsOf } from '../hashing/hash-order.ts';
import { BATCH, BLOCK_WORDS, createBatch } from '../hashing/keccak-batch.ts';
import { hashTexts } from '../hashing/keccak-texts.ts';
import { hashStruct, hashType, wordOfText } from '../hashing/struct-hash.ts';
import * as z from 'zod';
import { hashSchema, keySchema, parseWith, uintSchema, unitSchema, withCode } from '../encoding/schema.ts';
import { bytesOf, formatHex, type Hex } from '../encoding/hex.ts';
import { ascendingList, type Selection, selectionSchema } from './selection.ts';
import { buildTree, checkLeaf, findLeaf, proveLeaf, rootOfLeaves } from '../merkle/tree.ts';

/** A row, by its place: the record that holds it and the key of its entry (§10). */
export interface RowPlace {
  readonly record: Hex;
  readonly key: string;
}

export type { Selection };

/** The rows of one record that a figure or run used, by what selects them (§10). */
export interface RowSet {
  readonly record: Hex;
  /**
   * In a run: exactly the rows of the set. In a figure, among the rows that its run used: those of all sets of one symbol with this record and
   * selection.
   */
  readonly selection: Selection;
  /** At least 1. */
  readonly count: number;
  /** The root of the tree of the rows; `hashRow` gives a leaf. */
  readonly root: Hex;
}

/** A set as an operand of a derivation (§10). */
export interface SetOperand extends RowSet {
  readonly name: string;
  /** The exact sum of the rows in `unit`, with any number of digits; null for rows that are not added, such as factors. */
  readonly sum: string | null;
  readonly unit: string;
}

const rowSetMembers = {
  record: hashSchema,
  selection: selectionSchema,
  count: uintSchema(1),
  root: hashSchema,
};

/** A set as a run names it among its inputs. Documents are not rows: their keys are listed. */
export const rowSetSchema = z.strictObject({
  ...rowSetMembers,
  documents: ascendingList(keySchema).optional(),
});

/** Digits of a sum: more than 2^53 quantities with their conversion can have. */
const SUM = /^(?!-0$)-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/;
const MOST_DIGITS = 256;

const setOperandSchema = z
  .strictObject({
    ...rowSetMembers,
    name: z.string(),
    sum: z
      .string()
      .refine(
        (text) => text.length <= MOST_DIGITS && SUM.test(text) && !text.endsWith('\n'),
        withCode('decimal-syntax', 'expected a decimal string such as "12.5"'),
      )
      .nullable(),
    unit: unitSchema,
  })
  .refine(
    ({ sum, unit }) => sum === null || unit !== '',
    withCode('entry-unit', 'expected a unit of the sum'),
  );

/**
 * Returns a set from outside that is an operand of a derivation, checked (§10).
 * @example
 * parseSet({ name: 'AD', selection: {} }) // → throws missing-member at record
 * @throws BadInput with the code of the wrong member
 */
export function parseSet(value: unknown): SetOperand {
  return parseWith(setOperandSchema, value);
}

/** Tells whether a value is a set that is an operand of a derivation (§10). */
export function isSet(value: unknown): value is SetOperand {
  return setOperandSchema.safeParse(value).success;
}

const ROW_TYPE = hashType('Row(bytes32 record,bytes32 key)');

/** Where the words of a message begin: those of the type, of the record, and of the key. */
const RECORD_AT = HASH_WORDS;
const KEY_AT = 2 * HASH_WORDS;

const structs = createBatch(3 * HASH_BYTES);

/** Returns the leaf of a row in the tree of a set: `hashStruct(Row)`, with keccak(utf8(key)) as its key (§10). */
export function hashRow({ record, key }: RowPlace): Hex {
  return formatHex(hashStruct(ROW_TYPE, [bytesOf(record), wordOfText(key)]));
}

/**
 * Returns the leaves of rows of one record, joined, 32 bytes each, in the order of the keys. Costs two hashes a row, made in batches. The
 * leaves of a part of the rows are the same bytes (`arrangeHashes` picks them), so the rows of many sets are hashed once.
 * @param leaves where they are written; new memory unless stated
 */
export function leavesOfRows(
  record: Hex,
  keys: readonly string[],
  leaves: Uint8Array = new Uint8Array(keys.length * HASH_BYTES),
): Uint8Array {
  const target = wordsOf(leaves);
  fillMessages(record);
  for (let from = 0; from < keys.length; from += BATCH) {
    const size = Math.min(BATCH, keys.length - from);
    const hashes = hashTexts(keys, from, size);
    for (let i = 0; i < size; i++)
      copyWords(hashes, i * HASH_WORDS, structs.messages, i * BLOCK_WORDS + KEY_AT);
    structs.hash(size);
    target.set(structs.hashes.subarray(0, size * HASH_WORDS), from * HASH_WORDS);
  }
  return leaves;
}

/** Writes what the messages of all rows of a record have in common. */
function fillMessages(record: Hex): void {
  const [type, id] = [wordsOf(ROW_TYPE), wordsOf(bytesOf(record))];
  for (let at = 0; at < BATCH * BLOCK_WORDS; at += BLOCK_WORDS) {
    copyWords(type, 0, structs.messages, at);
    copyWords(id, 0, structs.messages, at + RECORD_AT);
  }
}

/**
 * Returns the root of a set of rows of one record, whose keys may be in any order (§10).
 * @throws BadInput `tree-empty` without keys, `tree-repeated` where a key is there twice
 */
export function rootOfRows(record: Hex, keys: readonly string[]): Hex {
  const own = keys.length > ROOM ? undefined : room.subarray(0, keys.length * HASH_BYTES);
  return rootOfLeaves(leavesOfRows(record, keys, own));
}

/** Rows of a set whose leaves need no new memory: a run has many such sets. */
const ROOM = 4096;
const room = new Uint8Array(ROOM * HASH_BYTES);

/**
 * Returns the proof that a row is in a set: its siblings in the tree of the set, from the leaf to the root (§3). Null where its key is not
 * among the keys.
 * @throws BadInput `tree-empty`, `tree-repeated`
 */
export function proveRow(row: RowPlace, keys: readonly string[]): Hex[] | null {
  const tree = buildTree(leavesOfRows(row.record, keys));
  const index = findLeaf(tree, hashRow(row));
  return index < 0 ? null : proveLeaf(tree, index);
}

/**
 * Checks that a row is in the set with a root and a number of rows. Computes the leaf itself, so that no inner node can pass for a row.
 * @throws FailedCheck `proof-length`, `proof-root`; BadInput `hex-syntax`, `record-count`
 */
export function checkRowProof(
  { root, count }: { readonly root: Hex; readonly count: number },
  row: RowPlace,
  proof: readonly Hex[],
): void {
  checkLeaf(root, hashRow(row), proof, count);
}
