import type { RecordView } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import { findRunEntry, runSchema } from '../../core/records/run.ts';
import type { LedgerReads } from '../ports.ts';

/** How an earlier result was computed, so that it can be computed anew. */
export interface EarlierRun {
  readonly view: RecordView;
  /** `id@version`. */
  readonly method: string;
  /** The newest version of each of its sources. */
  readonly sources: readonly Hex[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Returns how an earlier result was computed, with the newest version of each of its sources. @throws ApiError; ZodError where it has no run */
export async function readEarlierRun(
  id: Hex,
  { readRecord, readEntries, readNewest }: Pick<LedgerReads, 'readRecord' | 'readEntries' | 'readNewest'>,
): Promise<EarlierRun> {
  const view = await readRecord(id);
  const { method, parameters, rounding } = runSchema.parse(findRunEntry(await readEntries(id))?.detail);
  const sources = await Promise.all(
    view.record.sources.map(async (source) => {
      const { party, kind, subject } = (await readRecord(source)).record;
      return (await readNewest({ party, kind: nameOfKind(kind), subject }))?.record ?? source;
    }),
  );
  return { view, method, sources: [...new Set(sources)], parameters: { rounding, ...parameters } };
}
