import type { RecordView } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { readAddressees } from '../../core/records/addressees.ts';

/** For whom a new disclosure is meant. */
export interface NewDisclosure {
  readonly addressees: readonly Hex[];
  readonly subject: string;
}

/** Whether readers of a new disclosure may have seen an earlier one: it is public, an earlier version, or was meant for one of them too. */
export function wasSeen(
  { publicEntries, record, statement }: Pick<RecordView, 'publicEntries' | 'record' | 'statement'>,
  { addressees, subject }: NewDisclosure,
): boolean {
  const isShared = readAddressees(statement).some((party) => addressees.includes(party));
  return publicEntries || record.subject === subject || isShared;
}

/** Returns the parties that a record is meant for and that may not read its entries yet. */
export function listWaiting({ statement }: Pick<RecordView, 'statement'>, readers: readonly Hex[]): Hex[] {
  return readAddressees(statement).filter((party) => !readers.includes(party));
}
