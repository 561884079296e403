import type { Pool } from 'pg';
import { listMarks } from '../../engine/search/factor-words.ts';
import { FACTOR_TYPES, readFactorRow, readSource, SOURCE_TYPE } from '../../engine/search/factor-row.ts';
import {
  beginReading,
  type IndexedFactor,
  queueDatasets,
  readRowsOfTypes,
  storeFactors,
  takeUnread,
} from '../../db/factors/factor-index.ts';
import { withTransaction } from '../../db/pool.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { type Loop, startLoop } from '../../runtime/loop.ts';
import type { Log } from '../../runtime/log.ts';
import { openRepeats } from '../../runtime/repeats.ts';

/** Changes with what is read of a row: then all datasets are read again. The row types are a part of it. */
const VERSION = `1 ${FACTOR_TYPES.join(' ')}`;

/** Reads the next dataset into the index of factors, or queues more datasets. Returns whether there may be more to do. */
export async function indexNext(pool: Pool): Promise<boolean> {
  if ((await beginReading(pool, VERSION)) && (await queueDatasets(pool))) return true;
  // One transaction: a dataset whose reader is killed is queued as before.
  return withTransaction(pool, async (client) => {
    const dataset = await takeUnread(client);
    if (dataset === null) return false;
    const entries = await readRowsOfTypes(client, dataset.record, [...FACTOR_TYPES, SOURCE_TYPE]);
    await storeFactors(client, dataset, readFactors(entries));
    return true;
  });
}

function readFactors(entries: readonly UnsaltedEntry[]): IndexedFactor[] {
  const stated = entries.find(({ detail }) => detail?.['row'] === SOURCE_TYPE);
  const source = readSource(stated?.detail ?? undefined);
  return entries.flatMap((entry) => {
    const row = readFactorRow(entry, source);
    if (row === null) return [];
    return [{ from: row.from, until: row.until, shown: JSON.stringify(row), marks: listMarks(row) }];
  });
}

/** Reads datasets into the index, over and over, until it is stopped. Any number of processes may do so at the same time. */
export function startFactorIndex({
  pool,
  pollMs,
  log,
}: {
  readonly pool: Pool;
  readonly pollMs: number;
  readonly log: Log;
}): Pick<Loop, 'stop'> {
  const isNews = openRepeats();
  return startLoop({
    pollMs,
    step: async () => ((await indexNext(pool)) ? 'at-once' : 'after-pause'),
    onError(error) {
      if (isNews(String(error)))
        log.error({ err: error }, 'Factors cannot be read for searches. It will be tried again.');
    },
  });
}
