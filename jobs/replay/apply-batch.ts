import type { BatchHeader } from '../../core/batches/batch.ts';
import { concatBytes, formatHex, type Hex } from '../../core/encoding/hex.ts';
import { HASH_BYTES, compareAt, hashAt, orderHashes } from '../../core/hashing/hash-order.ts';
import { isAnswer, type Kind } from '../../core/records/kind.ts';
import type { BatchRecords } from './batch-records.ts';
import { ADDRESS_BYTES, type RecordColumns } from './check-lines.ts';
import type { HeadsLedger } from './heads-ledger.ts';
import { type AuthorityFinding, judgeSigners, type Signing, type WindowReader } from './judge-signers.ts';
import type { ReplayCode } from './replay-codes.ts';

/** A batch whose published records are the anchored ones. */
export interface SealedBatch {
  readonly header: BatchHeader;
  readonly anchoredAt: number;
  readonly records: BatchRecords;
}

/** What became of the records of a batch. */
export interface AppliedRecords {
  /** 1 where the record adds to the state: it was not sealed before, or moved its head only now. */
  readonly adds: Uint8Array;
  /** The stream of each record; −1 where it has none, because it is not sound. */
  readonly streams: Int32Array;
  /** 1 where the record moved the head of its stream. */
  readonly moved: Uint8Array;
  /** The root of the heads map after the batch. */
  readonly root: Hex;
}

type AddFinding = (index: number | null, code: ReplayCode, message: string) => void;

/**
 * Applies a batch to the ledger: authority, sources, and the heads that its records move (§7). Reports what does not follow the
 * protocol. Where the chain does not answer, nothing of the batch is applied.
 * @throws ReaderError
 */
export async function applyBatch(
  ledger: HeadsLedger,
  windows: WindowReader,
  batch: SealedBatch,
  add: AddFinding,
): Promise<AppliedRecords> {
  const { records, header } = batch;
  const { columns } = records;
  const signers = await findAuthority(windows, batch);
  for (const { index, code, message } of records.faults) add(index, code, message);
  const { isNew, streams } = addRecords(ledger, columns, add);
  const steps = { streams, isNew, wellSigned: columns.sound.slice(0, columns.count), add };
  checkSources(ledger, records, steps);
  checkAnswers(ledger, records, steps);
  addAuthority(signers, steps);
  const moved = moveHeads(ledger, columns, steps);
  const root = ledger.updateMaps();
  if (root !== header.heads)
    add(null, 'heads-differ', `the records give heads with the root ${root}, the header has ${header.heads}`);
  return { adds: isNew.map((value, index) => value | moved[index]!), streams, moved, root };
}

/** What the steps share: the stream of each record, and whether it may still move its head. */
interface Steps {
  readonly streams: Int32Array;
  /** 1 where the record was not sealed before. */
  readonly isNew: Uint8Array;
  readonly wellSigned: Uint8Array;
  readonly add: AddFinding;
}

/** Adds all records before their sources are looked for: a source may be in the same batch. */
function addRecords(
  ledger: HeadsLedger,
  columns: RecordColumns,
  add: AddFinding,
): Pick<Steps, 'isNew' | 'streams'> {
  const streams = new Int32Array(columns.count);
  const isNew = new Uint8Array(columns.count);
  for (let index = 0; index < columns.count; index++) {
    const stream =
      columns.sound[index] === 1 ? ledger.addStream(columns.streams, columns.parties, index) : null;
    isNew[index] = ledger.addRecord(columns.ids, index, stream) ? 1 : 0;
    streams[index] = stream ?? -1;
    if (isNew[index] === 0)
      add(index, 'record-repeated', 'the record is sealed in this batch or an earlier one already');
  }
  return { isNew, streams };
}

function checkSources(
  ledger: HeadsLedger,
  { columns, sources }: BatchRecords,
  { streams, wellSigned, add }: Steps,
): void {
  const all = concatBytes(...sources);
  let at = 0;
  for (let index = 0; index < columns.count; index++) {
    const end = at + columns.sourceCounts[index]!;
    for (; at < end; at++) {
      const source = ledger.records.find(all, at);
      if (source < 0)
        add(index, 'source-missing', `source ${formatHex(hashAt(all, at))} is not sealed up to this batch`);
      if (source < 0 || streams[index]! < 0 || !isAnswer(columns.kinds[index] as Kind)) continue;
      const stream = ledger.streamOf(source);
      if (stream === null || ledger.partyOf(stream) !== ledger.partyOf(streams[index]!)) continue;
      wellSigned[index] = 0;
      add(index, 'own-source', `source ${formatHex(hashAt(all, at))} is a record of the same party`);
    }
  }
}

function checkAnswers(ledger: HeadsLedger, { answers }: BatchRecords, { wellSigned, add }: Steps): void {
  for (const { index, ids, streams } of answers) {
    const answered = ledger.records.find(ids, 0);
    const stream = answered < 0 ? null : ledger.streamOf(answered);
    if (stream === null || compareAt(ledger.streams.at(stream), 0, streams, 0) === 0) continue;
    wellSigned[index] = 0;
    const expected = formatHex(ledger.streams.at(stream));
    add(index, 'wrong-answer', `the subject is not the stream ${expected} of the answered record`);
  }
}

/** Each byte becomes a character of its own, so that bytes can be part of a key. */
const LATIN1 = new TextDecoder('latin1');

/** Judges each signer once for each kind. Returns what is wrong with the authority of each record; null where nothing is. */
async function findAuthority(
  windows: WindowReader,
  { header, anchoredAt, records: { columns } }: SealedBatch,
): Promise<(AuthorityFinding | null)[]> {
  const numbers = new Map<string, number>();
  const signings: Signing[] = [];
  const signingOf = Array.from(columns.sound, (sound, index) => {
    if (sound !== 1) return null;
    const party = hashAt(columns.parties, index);
    const signer = columns.signers.subarray(index * ADDRESS_BYTES, (index + 1) * ADDRESS_BYTES);
    const kind = columns.kinds[index] as Kind;
    const name = `${kind} ${LATIN1.decode(signer)} ${LATIN1.decode(party)}`;
    const number = numbers.get(name) ?? signings.push({ party: formatHex(party), kind, signer }) - 1;
    numbers.set(name, number);
    return number;
  });
  const found = await judgeSigners(windows, signings, { sealedAt: header.sealedAt, anchoredAt });
  return signingOf.map((number) => (number === null ? null : found[number]!));
}

function addAuthority(found: readonly (AuthorityFinding | null)[], { wellSigned, add }: Steps): void {
  found.forEach((finding, index) => {
    if (finding === null) return;
    add(index, finding.code, finding.message);
    if (finding.code !== 'ended-since-sealing') wellSigned[index] = 0;
  });
}

/** Applies the records in ascending order of sequence, then of id (§6). One that is sealed again may move its head only now. */
function moveHeads(
  ledger: HeadsLedger,
  { count, ids, previous, sequences }: RecordColumns,
  { streams, isNew, wellSigned, add }: Steps,
): Uint8Array {
  const moved = new Uint8Array(count);
  const byId = orderHashes(ids.subarray(0, count * HASH_BYTES));
  const order = byId.sort((a, b) => sequences[a]! - sequences[b]!);
  for (const index of order) {
    if (wellSigned[index] !== 1) continue;
    const [stream, sequence] = [streams[index]!, sequences[index]!];
    const relation = ledger.relate(stream, sequence, previous, index);
    if (relation === 'continues') {
      ledger.move(stream, ledger.records.find(ids, index), sequence);
      moved[index] = 1;
    } else if (isNew[index] === 1) {
      const head = ledger.sequenceOf(stream);
      const after = formatHex(hashAt(previous, index));
      add(
        index,
        relation,
        `the record has sequence ${sequence} after ${after}, but the head of its stream has ${head}`,
      );
    }
  }
  return moved;
}
