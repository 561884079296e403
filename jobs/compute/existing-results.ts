import type { Hex } from '../../core/encoding/hex.ts';
import { findRunEntry, runSchema } from '../../core/records/run.ts';
import type { LedgerReads } from '../ports.ts';
import { newestVersions } from '../../client/http/newest-versions.ts';
import { periodOf, type Span } from './needs.ts';
import { readAllowed } from '../../client/http/read-allowed.ts';

/** A result that a party has, and what it was computed for. */
export interface ExistingResult {
  readonly id: Hex;
  readonly subject: string;
  readonly title: string;
  /** `id@version`. */
  readonly method: string;
  readonly period: Span | null;
}

/** At most so many of the newest results are looked into. */
const MOST = 20;

/** Returns the newest version of each result of a party, with its method and period. A withdrawn result has no run. @throws ApiError */
export async function listExistingResults(
  party: Hex,
  { listRecords, readEntries }: Pick<LedgerReads, 'listRecords' | 'readEntries'>,
): Promise<readonly ExistingResult[]> {
  const newest = newestVersions(await listRecords('result', party)).slice(0, MOST);
  const found = await Promise.all(
    newest.map(async ({ id, record, title }): Promise<ExistingResult | null> => {
      const entries = await readAllowed(() => readEntries(id));
      const { data } = runSchema.safeParse(findRunEntry(entries ?? [])?.detail);
      if (data === undefined) return null;
      const { method, parameters } = data;
      return { id, subject: record.subject, title: title ?? '', method, period: periodOf(parameters) };
    }),
  );
  return found.filter((result) => result !== null);
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
