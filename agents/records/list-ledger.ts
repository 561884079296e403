import type { Api } from '../../client/http/api.ts';
import { fetchParty } from '../../client/http/fetch-party.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { RecordSummary } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type KindName, nameOfKind } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { titleOf } from '../../core/records/statement.ts';
import { type ListedRecord, type RecordReads, standardOf } from './record-reads.ts';

/** The most records of a kind that are looked at. */
const MOST_LISTED = 100;

/** Lists the newest records of some kinds of a ledger, or the records that a person named. Nothing of them is verified. */
export function listLedger(api: Api, named: readonly Hex[]): RecordReads['list'] {
  const { listRecords, readRecord } = openOperations(api);
  const listAll = async (
    kinds: readonly KindName[],
  ): Promise<{ items: readonly RecordSummary[]; hasMore: boolean }> => {
    const pages = await Promise.all(
      kinds.map((kind) => listRecords({ kind, state: 'final', limit: MOST_LISTED })),
    );
    return {
      items: pages.flatMap((page) => page.items),
      hasMore: pages.some(({ next }) => next !== null),
    };
  };
  return async (_, kinds) => {
    if (named.length > 0) {
      const views = await Promise.all(named.map((id) => readRecord({ id })));
      return { records: await listRead(api, views), by: 'given', hasMore: false };
    }
    const { items, hasMore } = await listAll(kinds);
    return { records: await listRead(api, takeNewest(items)), by: 'searched', hasMore };
  };
}

type Read = Pick<RecordSummary, 'id' | 'record' | 'statement'>;

/** Returns the newest version of each stream. */
function takeNewest(items: readonly RecordSummary[]): readonly RecordSummary[] {
  const newest = new Map<Hex, RecordSummary>();
  for (const item of items) {
    const stream = hashStream(item.record);
    if ((newest.get(stream)?.record.sequence ?? 0) < item.record.sequence) newest.set(stream, item);
  }
  return [...newest.values()];
}

/** Names records by their titles, and by the identifiers of their parties. */
async function listRead(api: Api, read: readonly Read[]): Promise<readonly ListedRecord[]> {
  const parties = [...new Set(read.map(({ record }) => record.party))];
  const named = await Promise.all(parties.map((party) => fetchParty(api, party)));
  const identifiers = new Map(named.map(({ id, identifiers: known }) => [id, known?.[0] ?? id]));
  return read.map(({ id, record, statement }) => ({
    ...{ id, kind: nameOfKind(record.kind), subject: record.subject, sequence: record.sequence },
    party: { id: record.party, identifier: identifiers.get(record.party)! },
    ...{ title: titleOf(statement), standard: standardOf(statement) },
  }));
}
