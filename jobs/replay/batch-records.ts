import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import {
  ADDRESS_BYTES,
  type CheckedLines,
  createColumns,
  type LineFault,
  type RecordColumns,
} from './check-lines.ts';

/** The records of a batch, taken from its published lines block by block. */
export interface BatchRecords {
  /** They grow up to `total`: a header may promise more records than any memory holds. */
  columns: RecordColumns;
  /** How many records the batch has, and how many were taken. */
  readonly total: number;
  count: number;
  /** The sources of the records, and the records that answer another, in parts as they came. */
  readonly sources: Uint8Array[];
  readonly answers: { readonly index: number; readonly ids: Uint8Array; readonly streams: Uint8Array }[];
  readonly faults: LineFault[];
}

/** Records for which there is space at first. */
const FIRST_SPACE = 1 << 16;

/** Returns what takes the records of a batch with this number of them. */
export function createBatchRecords(total: number): BatchRecords {
  const columns = createColumns(Math.min(total, FIRST_SPACE));
  return { columns, total, count: 0, sources: [], answers: [], faults: [] };
}

function copyColumns(from: RecordColumns, to: RecordColumns, at: number): void {
  for (const name of ['ids', 'leaves', 'parties', 'streams', 'previous'] as const)
    to[name].set(from[name], at * HASH_BYTES);
  to.signers.set(from.signers, at * ADDRESS_BYTES);
  for (const name of ['sound', 'kinds', 'sequences', 'sourceCounts'] as const) to[name].set(from[name], at);
}

/** Adds the records of a block. Returns false, and adds none, if the batch has no space for so many. */
export function takeLines(batch: BatchRecords, lines: CheckedLines): boolean {
  const first = batch.count;
  const needed = first + lines.count;
  if (needed > batch.total) return false;
  if (needed > batch.columns.count) {
    const larger = createColumns(Math.min(batch.total, Math.max(needed, 2 * batch.columns.count)));
    copyColumns(batch.columns, larger, 0);
    batch.columns = larger;
  }
  copyColumns(lines, batch.columns, first);
  batch.sources.push(lines.sources);
  lines.answers.indexes.forEach((index, at) => {
    const [from, until] = [at * HASH_BYTES, (at + 1) * HASH_BYTES];
    const { ids, streams } = lines.answers;
    batch.answers.push({
      index: first + index,
      ids: ids.subarray(from, until),
      streams: streams.subarray(from, until),
    });
  });
  for (const fault of lines.faults) batch.faults.push({ ...fault, index: first + fault.index });
  batch.count += lines.count;
  return true;
}
