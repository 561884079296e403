import type { RecordSummary } from '../../client/generated/openapi.ts';
import { newestVersions } from '../../client/http/newest-versions.ts';
import { readAllowed } from '../../client/http/read-allowed.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { LedgerReads } from '../ports.ts';

/** A dataset of a party, and its rows; none where they may not be read. */
export interface OwnDataset {
  readonly summary: RecordSummary;
  readonly entries: readonly UnsaltedEntry[];
}

/** At most so many of a party's newest datasets are read. */
const MOST = 10;

/** Returns a party's newest datasets with their rows: those that a table may repeat, and whose sites it may have. @throws ApiError */
export async function readOwnDatasets(
  party: Hex,
  { listRecords, readEntries }: Pick<LedgerReads, 'listRecords' | 'readEntries'>,
): Promise<readonly OwnDataset[]> {
  const own = newestVersions(await listRecords('dataset', party))
    .filter(({ record }) => record.entries !== ZERO_HASH)
    .slice(0, MOST);
  return Promise.all(
    own.map(async (summary) => ({
      summary,
      entries: (await readAllowed(() => readEntries(summary.id))) ?? [],
    })),
  );
}
