import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { Bundle, BundleRecord } from '../../core/proofs/bundle.ts';
import type { Entry } from '../../core/records/entry.ts';
import { type LedgerRecord, hashStream } from '../../core/records/record.ts';
import { isWithdrawal } from '../../core/records/statement.ts';

/**
 * How much of the entries of a record is here: `all`; `some`, as a proof file may show; `private`, which the reader may not read; `missing`,
 * which the ledger does not store; `unread`, not asked for yet.
 */
export type Access = 'all' | 'some' | 'private' | 'missing' | 'unread';

/** The newest version in the stream of a record. */
export interface NewestVersion {
  readonly id: Hex;
  readonly sequence: number;
  readonly isWithdrawal: boolean;
}

/** A record with what is known about it, from a ledger or from a proof file. */
export interface KnownRecord {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  /** When it was accepted, or sealed where that is all that is known; unix seconds. */
  readonly at: number;
  readonly access: Access;
  /** Empty unless `access` is `all` or `some`. */
  readonly entries: readonly Entry[];
  /** Null where it is not known. */
  readonly newest: NewestVersion | null;
}

/** Records by id. */
export type KnownRecords = ReadonlyMap<Hex, KnownRecord>;

/** Returns the title in the statement of a record; null where it has none. */
export function titleOf({ statement }: Pick<KnownRecord, 'statement'>): string | null {
  const { title } = statement;
  return typeof title === 'string' && title !== '' ? title : null;
}

/** Returns the records of a parsed proof file, with the newest versions as the file shows them. */
export function listKnownRecords(proof: Bundle): Map<Hex, KnownRecord> {
  const newest = findNewest(proof);
  return new Map(
    proof.records.map((each) => {
      const { id, record, statement, entries, inclusion } = each;
      const { all, shown } = entries;
      const known: KnownRecord = {
        id,
        record,
        statement,
        at: inclusion.header.sealedAt,
        access: all ? 'all' : 'some',
        entries: shown.map(({ siblings: _, ...entry }) => entry),
        newest: newest.get(hashStream(record)) ?? null,
      };
      return [id, known];
    }),
  );
}

/** Returns the newest version of each stream that the file shows: the one that a head names, or a later one in the file. */
function findNewest({ records, history, heads }: Bundle): Map<Hex, NewestVersion> {
  const shown = new Map<Hex, BundleRecord>(records.map((each) => [each.id, each]));
  const found = new Map<Hex, NewestVersion>();
  const offer = (stream: Hex, id: Hex, sequence: number): void => {
    if ((found.get(stream)?.sequence ?? 0) >= sequence) return;
    const own = shown.get(id);
    found.set(stream, {
      id,
      sequence,
      isWithdrawal: own !== undefined && isWithdrawal(own.record.kind, own.statement),
    });
  };
  for (const { head, ...stream } of heads)
    if (head !== null) offer(hashStream(stream), head.record, head.sequence);
  // A first version without a head shows nothing: whether others follow is not known.
  for (const { id, record } of [...records, ...history])
    if (found.has(hashStream(record)) || record.sequence > 1) offer(hashStream(record), id, record.sequence);
  return found;
}
