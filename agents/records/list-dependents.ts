import type { Api } from '../../client/http/api.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { RecordReads } from './record-reads.ts';

/** The most dependents that are listed. */
const MOST_LISTED = 100;

/** Lists the records that a ledger knows to be made from one: what it says is proven by their proof files alone. */
export function listDependents(api: Api): RecordReads['dependents'] {
  const { readImpact } = openOperations(api);
  return async (id) => {
    const { dependents, truncated } = await readImpact({ id, limit: MOST_LISTED });
    const records = dependents.items.map(
      ({ id: own, party, identifier, title, kind, subject, sequence }) => ({
        ...{ id: own, kind, subject, sequence, title, standard: '' },
        party: { id: party, identifier: identifier ?? party },
      }),
    );
    return { records, by: 'searched', hasMore: truncated || dependents.next !== null };
  };
}
