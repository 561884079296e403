import type { Operations } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchStreamPlace } from '../../client/http/fetch-records.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS, nameOfKind } from '../../core/records/kind.ts';
import { isWithdrawn } from '../../core/records/statement.ts';
import type { DraftPorts } from '../ports.ts';

/** A record that is not the newest version of its stream any more. */
export interface RestatedRecord {
  readonly record: Hex;
  readonly newest: Hex;
  /** The version of the newest one. */
  readonly sequence: number;
  /** Whether the newest version withdraws it. */
  readonly isWithdrawn: boolean;
}

/** What reads the ledger. */
export type RestatedPorts = Pick<Operations, 'readRecord'> & Pick<DraftPorts, 'readNewest'>;

/** Reads the ledger of a server: what it says is its word. */
export function openRestatedPorts(api: Api): RestatedPorts {
  return {
    readRecord: openOperations(api).readRecord,
    readNewest: ({ kind, ...stream }) => fetchStreamPlace(api, { ...stream, kind: KINDS[kind] }),
  };
}

/** What the server of a ledger says about the records behind an answer. */
export interface Followed {
  readonly restated: readonly RestatedRecord[];
  /** The ids that the server does not know: of these nothing was found out. */
  readonly unknown: readonly Hex[];
}

/** Returns which of some records were replaced or withdrawn, as the server of a ledger says. @throws ApiError */
export async function findRestated(ledger: RestatedPorts, ids: readonly Hex[]): Promise<Followed> {
  const restated: RestatedRecord[] = [];
  const unknown: Hex[] = [];
  // One after the other: an answer can name hundreds.
  for (const id of new Set(ids)) {
    const found = await findNewer(ledger, id);
    if (found === 'unknown') unknown.push(id);
    else if (found !== null) restated.push(found);
  }
  return { restated, unknown };
}

async function findNewer(
  { readRecord, readNewest }: RestatedPorts,
  id: Hex,
): Promise<RestatedRecord | 'unknown' | null> {
  const view = await readRecord({ id }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  });
  if (view === null) return 'unknown';
  const { party, kind, subject, sequence } = view.record;
  const newest = await readNewest({ party, kind: nameOfKind(kind), subject });
  if (newest === null || newest.sequence <= sequence) return null;
  const last = await readRecord({ id: newest.record });
  return {
    ...{ record: id, newest: newest.record, sequence: newest.sequence },
    isWithdrawn: isWithdrawn(last),
  };
}
