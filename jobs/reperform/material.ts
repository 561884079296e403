import type { Operations } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type BundleRecord, parseBundle } from '../../core/proofs/bundle.ts';
import { KINDS } from '../../core/records/kind.ts';
import { titleOf } from '../explain/known-record.ts';

/** A record with its entries, as far as the reader has them. */
export interface MaterialRecord extends Pick<BundleRecord, 'id' | 'record' | 'entries'> {
  readonly title: string;
}

/** A record whose entries the reader can't have. */
interface ClosedRecord {
  readonly id: Hex;
  readonly title: string;
  readonly sequence: number;
}

/** What an opinion is formed from: a result or disclosure first, then the results and datasets that it was made from. */
export interface Material {
  readonly records: readonly MaterialRecord[];
  /** Records whose entries the reader may not read, or that the ledger does not store: sources, or what the opinion is on. */
  readonly closed: readonly ClosedRecord[];
  /** Whether it comes from a proof file, which may hold only the rows that were used. */
  readonly isFile: boolean;
}

/** Codes of the server for entries that the reader can't have. */
const CLOSED = ['unauthorized', 'forbidden', 'entries-not-stored'];

/** Reads a result or disclosure with all that it was made from, as who is signed in may. @throws ApiError; FailedCheck `proof-root` */
export async function readMaterial(
  ledger: Pick<Operations, 'readRecord' | 'readRecordEntries'>,
  id: Hex,
): Promise<Material> {
  const records: MaterialRecord[] = [];
  const closed: ClosedRecord[] = [];
  const seen = new Set<Hex>();
  const read = async (next: Hex): Promise<void> => {
    if (seen.has(next)) return;
    seen.add(next);
    const view = await ledger.readRecord({ id: next });
    const title = titleOf(view) ?? view.record.subject;
    try {
      const { entries } = await ledger.readRecordEntries({ id: next });
      const shown = entries.map((entry) => ({ ...entry, siblings: null }));
      const record = { ...view.record, sources: [...view.record.sources] };
      records.push({ id: next, record, title, entries: { all: true, shown, absent: [] } });
    } catch (error) {
      if (!(error instanceof ApiError && CLOSED.includes(error.code))) throw error;
      closed.push({ id: next, title, sequence: view.record.sequence });
    }
    const isMade = view.record.kind === KINDS.disclosure || view.record.kind === KINDS.result;
    if (isMade) for (const source of view.record.sources) await read(source);
  };
  await read(id);
  return { records, closed, isFile: false };
}

/** Returns the records of a proof file as material. @throws BadInput */
export function openMaterial(file: Uint8Array): Material {
  const records = parseBundle(file).records.map(({ id, record, statement, entries }) => ({
    ...{ id, record, entries },
    title: titleOf({ statement }) ?? record.subject,
  }));
  return { records, closed: [], isFile: true };
}
