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
  readonly columns: RecordColumns;
  /** How many records were taken. */
  count: number;
  /** The sources of the records, and the records that answer another, in parts as they came. */
  readonly sources: Uint8Array[];
  readonly answers: { readonly index: number; readonly ids: Uint8Array; readonly streams: Uint8Array }[];
  readonly faults: LineFault[];
}

/** Returns space for the records of a batch. */
export function createBatchRecords(count: number): BatchRecords {
  return { columns: createColumns(count), count: 0, sources: [], answers: [], faults: [] };
}

/** Adds the records of a block. Returns false, and adds none, if the batch has no space for so many. */
export function takeLines(batch: BatchRecords, lines: CheckedLines): boolean {
  const { columns, count: first } = batch;
  if (first + lines.count > columns.count) return false;
  for (const name of ['ids', 'leaves', 'parties', 'streams', 'previous'] as const)
    columns[name].set(lines[name], first * HASH_BYTES);
  columns.signers.set(lines.signers, first * ADDRESS_BYTES);
  for (const name of ['sound', 'kinds', 'sequences', 'sourceCounts'] as const)
    columns[name].set(lines[name], first);
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
