import type { Operations } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { nameOfKind } from '../../core/records/kind.ts';
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

/** Returns which of some records were replaced or withdrawn, as the server of a ledger says. Ids of no record are left out. @throws ApiError */
export async function findRestated(ledger: RestatedPorts, ids: readonly Hex[]): Promise<RestatedRecord[]> {
  const found: RestatedRecord[] = [];
  // One after the other: an answer can name hundreds.
  for (const id of new Set(ids)) {
    const newer = await findNewer(ledger, id);
    if (newer !== null) found.push(newer);
  }
  return found;
}

async function findNewer({ readRecord, readNewest }: RestatedPorts, id: Hex): Promise<RestatedRecord | null> {
  const view = await readRecord({ id }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  });
  if (view === null) return null;
  const { party, kind, subject, sequence } = view.record;
  const newest = await readNewest({ party, kind: nameOfKind(kind), subject });
  if (newest === null || newest.sequence <= sequence) return null;
  const last = await readRecord({ id: newest.record });
  return {
    ...{ record: id, newest: newest.record, sequence: newest.sequence },
    isWithdrawn: isWithdrawn(last),
  };
}
