import type { Hex } from '../../core/encoding/hex.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';

/** Tells whether a record in a state can be the source of a result: it is anchored. */
export function canBeSource(state: string): boolean {
  return state === 'anchored' || state === 'final';
}

/** A record with its entries, as a method reads them: by its stream a run notices two versions of it. */
export interface RunInput<Row extends InputEntry> extends InputRecord {
  readonly record: Hex;
  readonly entries: readonly Row[];
}

/** Returns a record and its entries as the input of a run. */
export function inputOf<Row extends InputEntry>(
  id: Hex,
  { party, kind, subject, sequence }: Pick<LedgerRecord, 'party' | 'kind' | 'subject' | 'sequence'>,
  entries: readonly Row[],
): RunInput<Row> {
  return { record: id, entries, stream: { party, kind, subject, sequence } };
}
