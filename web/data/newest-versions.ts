import type { RecordSummary } from '../../client/generated/openapi.ts';

/** Returns only the newest record of each stream, from records whose newest come first. Rejected records are no versions. */
export function newestVersions<Item extends Pick<RecordSummary, 'record' | 'state'>>(
  items: readonly Item[],
): readonly Item[] {
  const seen = new Set<string>();
  return items.filter(({ record: { party, kind, subject }, state }) => {
    const stream = `${party} ${kind} ${subject}`;
    if (state === 'rejected' || seen.has(stream)) return false;
    seen.add(stream);
    return true;
  });
}
