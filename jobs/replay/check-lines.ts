import { hashSealedBytes } from '../../core/batches/batch.ts';
import { type Hex, bytesOf } from '../../core/encoding/hex.ts';
import { type Json, type JsonObject, parseJson } from '../../core/encoding/json.ts';
import { hashSchema, parseWith, signatureSchema } from '../../core/encoding/schema.ts';
import { type Domain, hashDigest } from '../../core/hashing/domain.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import { type Recover, recoverAddress } from '../../core/hashing/signature.ts';
import { type RecordLine, recordLineSchema } from '../../core/publication/format.ts';
import { hashEntries } from '../../core/records/entry.ts';
import { isAnswer, isReplay } from '../../core/records/kind.ts';
import { hashRecord, hashStream } from '../../core/records/record.ts';
import { answersOf, checkStatement } from '../../core/records/statement.ts';
import { LINE, splitLines } from '../../client/publication/lines.ts';
import { joinHashes } from './hash-table.ts';
import { findSealed } from './sealed-content.ts';

/** The width of an address in bytes. */
export const ADDRESS_BYTES = 20;

/** The codes of what one line alone can show. The last two say that the line does not hold what was sealed: a copy may lie. */
export type LineCode = 'malformed' | 'bad-signature' | 'content-differs' | 'copy-damaged';

/** Something wrong with the record of one line. */
export interface LineFault {
  /** The index of the line in its block. */
  readonly index: number;
  readonly code: LineCode;
  readonly message: string;
}

/** Records as columns: a thread hands them over without a copy. Hashes are joined. A record that is not sound has an id and a leaf only. */
export interface RecordColumns {
  readonly count: number;
  readonly ids: Uint8Array;
  /** The leaves in the tree of the batch (§6). */
  readonly leaves: Uint8Array;
  /** 1 where the record follows §2 to §5 as far as the line alone shows, and some key signed it. */
  readonly sound: Uint8Array;
  readonly parties: Uint8Array;
  readonly streams: Uint8Array;
  readonly previous: Uint8Array;
  readonly sequences: Float64Array;
  readonly kinds: Uint8Array;
  /** Addresses, 20 bytes each. */
  readonly signers: Uint8Array;
  readonly sourceCounts: Uint16Array;
}

/** The records of a block of published lines, each checked for itself. */
export interface CheckedLines extends RecordColumns {
  /** The sources of all records, in the order of the records. */
  readonly sources: Uint8Array;
  /** For each record that answers another: its index, the answered id, and the stream that its subject names. */
  readonly answers: { readonly indexes: Uint32Array; readonly ids: Uint8Array; readonly streams: Uint8Array };
  readonly faults: readonly LineFault[];
}

/** What the check of lines needs. */
export interface LineContext {
  readonly domain: Domain;
  readonly recover: Recover;
}

/** Checks each record of a block of lines for itself: its form, hashes, statement and signature (§2 to §5). Never throws for what a line holds. */
export function checkLines(context: LineContext, block: Uint8Array): CheckedLines {
  const lines = [...splitLines(block)];
  const columns: Columns = { ...createColumns(lines.length), faults: [] };
  const sources: Hex[] = [];
  const answers: { index: number; id: Hex; stream: Hex }[] = [];
  lines.forEach((text, index) => {
    const line = readLine(columns, text, index);
    if (line === null || !checkContent(context, columns, line, index)) return;
    columns.sound[index] = 1;
    setRecord(columns, line, index);
    for (const source of line.record.sources) sources.push(source);
    const answered = isAnswer(line.record.kind) && !isReplay(line.record) ? answersOf(line.statement) : null;
    if (answered !== null) answers.push({ index, id: answered, stream: `0x${line.record.subject}` });
  });
  return {
    ...columns,
    sources: joinHashes(sources, bytesOf),
    answers: {
      indexes: Uint32Array.from(answers, ({ index }) => index),
      ids: joinHashes(answers, ({ id }) => bytesOf(id)),
      streams: joinHashes(answers, ({ stream }) => bytesOf(stream)),
    },
  };
}

type Columns = RecordColumns & { readonly faults: LineFault[] };

/** Returns empty columns for a number of records. */
export function createColumns(count: number): RecordColumns {
  const hashes = (): Uint8Array => new Uint8Array(count * HASH_BYTES);
  return {
    count,
    ids: hashes(),
    leaves: hashes(),
    sound: new Uint8Array(count),
    parties: hashes(),
    streams: hashes(),
    previous: hashes(),
    sequences: new Float64Array(count),
    kinds: new Uint8Array(count),
    signers: new Uint8Array(count * ADDRESS_BYTES),
    sourceCounts: new Uint16Array(count),
  };
}

/** Sets id and leaf of a line, and returns the line if it has the form of the format; else null, with a fault. */
function readLine(columns: Columns, text: Uint8Array, index: number): RecordLine | null {
  let value: Json;
  try {
    value = parseJson(text, LINE);
    setLeaf(columns, value as JsonObject, index);
  } catch (error) {
    // Its leaf is empty, so that the tree of the batch differs.
    addFault(columns, index, 'malformed', error);
    return null;
  }
  try {
    return parseWith(recordLineSchema, value);
  } catch (error) {
    const sealed = findSealed(value as JsonObject);
    addFault(columns, index, FORM_CODES[sealed], error);
    return null;
  }
}

/** What it means that a line does not have its form, by what of it was sealed. */
const FORM_CODES = { all: 'copy-damaged', malformed: 'malformed', other: 'content-differs' } as const;

/** The tree holds id and signature as they were sealed, whatever the rest of the line says. */
function setLeaf({ ids, leaves }: Columns, { id, signature }: JsonObject, index: number): void {
  const record = bytesOf(parseWith(hashSchema, id));
  ids.set(record, index * HASH_BYTES);
  leaves.set(hashSealedBytes(record, bytesOf(parseWith(signatureSchema, signature))), index * HASH_BYTES);
}

function checkContent(
  { domain, recover }: LineContext,
  columns: Columns,
  line: RecordLine,
  index: number,
): boolean {
  const { id, record, statement, signature, entries } = line;
  const found = hashRecord(record);
  if (found !== id)
    return addFault(columns, index, 'content-differs', `the published record has the hash ${found}`);
  if (entries !== null) checkEntries(columns, line, index);
  try {
    checkStatement(record, statement);
  } catch (error) {
    const isSealed = findSealed({ id, record: { ...record }, statement }) !== 'other';
    return addFault(columns, index, isSealed ? 'malformed' : 'content-differs', error);
  }
  try {
    const signer = recoverAddress(hashDigest(domain, id), signature, recover);
    columns.signers.set(bytesOf(signer.toLowerCase() as Hex), index * ADDRESS_BYTES);
    return true;
  } catch (error) {
    return addFault(columns, index, 'bad-signature', error);
  }
}

/** Published entries are evidence of their own: where they differ, the record itself may still be sound. */
function checkEntries(columns: Columns, { record, entries }: RecordLine, index: number): void {
  try {
    const root = hashEntries(entries ?? []);
    if (root === record.entries) return;
    addFault(
      columns,
      index,
      'content-differs',
      `the published entries have the root ${root}, expected ${record.entries}`,
    );
  } catch (error) {
    addFault(columns, index, 'content-differs', error);
  }
}

function setRecord(columns: Columns, { record }: RecordLine, index: number): void {
  const at = index * HASH_BYTES;
  columns.parties.set(bytesOf(record.party), at);
  columns.streams.set(bytesOf(hashStream(record)), at);
  columns.previous.set(bytesOf(record.previous), at);
  columns.sequences[index] = record.sequence;
  columns.kinds[index] = record.kind;
  columns.sourceCounts[index] = record.sources.length;
}

/** Adds a fault of a line. Returns false, since the line is then not sound. */
function addFault({ faults }: Columns, index: number, code: LineCode, reason: unknown): false {
  const message = reason instanceof Error ? reason.message : String(reason);
  faults.push({ index, code, message });
  return false;
}
