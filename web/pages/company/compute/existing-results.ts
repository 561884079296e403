import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../../client/http/api-error.ts';
import type { Operations, RecordSummary } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { findRunEntry, runSchema } from '../../../../core/records/run.ts';
import { entriesQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import { periodOf, type Span } from './needs.ts';

/** A result that the party has, and what it was computed for. */
interface ExistingResult {
  readonly id: Hex;
  readonly subject: string;
  readonly title: string;
  /** `id@version`. */
  readonly method: string;
  readonly period: Span | null;
}

/** At most so many of the newest results are looked into. */
const MOST = 20;

/** The newest version of each result of the party, with its method and period. */
export const existingResultsQuery = ({ ledger, party, address }: PartySession, queries: QueryClient) =>
  queryOptions({
    queryKey: [PRIVATE, 'existing-results', party, address],
    queryFn: async (): Promise<readonly ExistingResult[]> => {
      const { items } = await ledger.listRecords({ kind: 'result', party, limit: 100 });
      const newest = newestVersions(items).slice(0, MOST);
      const reader = { ledger, key: [PRIVATE, address] };
      const found = await Promise.all(newest.map((item) => readExisting(item, queries, reader)));
      return found.filter((result) => result !== null);
    },
  });

async function readExisting(
  { id, record, title }: RecordSummary,
  queries: QueryClient,
  reader: { readonly ledger: Operations; readonly key: readonly string[] },
): Promise<ExistingResult | null> {
  try {
    const { entries } = await queries.query(entriesQuery(id, reader));
    // A withdrawn result has no run.
    const { data } = runSchema.safeParse(findRunEntry(entries)?.detail);
    if (data === undefined) return null;
    const { method, parameters } = data;
    return { id, subject: record.subject, title: title ?? '', method, period: periodOf(parameters) };
  } catch (error) {
    if (error instanceof ApiError && !error.isTemporary) return null;
    throw error;
  }
}

/** Returns the results of the same method, in any version, for the same period. */
export function findSame(
  results: readonly ExistingResult[],
  method: string,
  period: Span | null,
): readonly ExistingResult[] {
  const [family] = method.split('@');
  return results.filter(
    (result) =>
      period !== null &&
      result.period?.from === period.from &&
      result.period.until === period.until &&
      result.method.split('@')[0] === family,
  );
}
